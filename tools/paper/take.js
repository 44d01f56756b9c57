// Make one page of the website part of a document: `slug` begins the names within it, `book` has the slug of every page.
// Returns it for the PDF, with title and sections, and as XHTML for the EPUB, with formulas in MathML alone.
async ([slug, book]) => {
  await document.fonts.ready;
  const article = document.querySelector(".bd-article");
  const each = (selector, change) => article.querySelectorAll(selector).forEach(change);
  each("script, .headerlink, .live-panels, .live-room, .spin-room, .live-torque-sliders, live-figure details, button, input",
    (one) => one.remove());
  each("live-stack:not([data-stack])", (one) => one.remove());
  each(".live-status, .spin-status", (one) => { one.textContent = "On the website this figure is live."; });
  each(".live-link", (link) => link.removeAttribute("href"));
  each(".cell:not(.folded) > details.hide, .cell.folded > details.hide > summary", (one) => one.remove());
  each(".cell.folded > details.hide", (one) => one.replaceWith(...one.childNodes));
  const isGroup = (part) => part.localName === "mrow" && [...part.children].filter((one) => one.textContent).length > 1;
  const grouped = (part) => (isGroup(part) ? `{${written(part)}}` : written(part));
  const written = (part) => {  // a formula in one line, to be read aloud
    const [first, second, third] = [...part.children].map(grouped);
    const forms = {msub: `${first}_${second}`, msup: `${first}^${second}`, msubsup: `${first}_${second}^${third}`,
      mfrac: `${first}/${second}`, msqrt: `√${first}`};
    return forms[part.localName] ?? ([...part.children].map(written).join("") || part.textContent);
  };
  const behind = (section, title) => {  // a new section behind this one
    const next = document.createElement("section");
    next.id = title.toLowerCase();
    next.innerHTML = `<h2>${title}</h2>`;
    section.after(next);
    return next;
  };
  const questions = article.querySelector("#questions");
  if (questions) {
    const answers = behind(questions, "Answers");
    for (const one of [...questions.children]) {
      const number = one.textContent.match(/^Question (\d+)\. /);
      if (number) {
        answers.append(Object.assign(document.createElement("p"), {className: "answers-to", textContent: number[0]}));
      } else if (one.matches("details")) {
        const choice = Object.assign(document.createElement("p"), {className: "choice"});
        choice.append(...one.querySelector(".sd-summary-text").childNodes);
        const letter = choice.textContent.match(/^[A-Z]\. |^A number between .*/);
        if (!letter) throw new Error(`no choice of an answer: ${choice.textContent}`);
        if (letter[0].length > 3) [choice.textContent, letter[0]] = ["A number:", `${letter[0]}. `];
        one.replaceWith(choice);
        const answer = Object.assign(one.querySelector(".sd-summary-content"), {className: "choice"});
        answer.querySelector("p").prepend(letter[0]);
        answers.append(answer);
      }
    }
  }
  const exercises = article.querySelector("#exercises");
  if (exercises?.querySelector(".solution")) {
    const solutions = behind(exercises, "Solutions");
    let solving = false;
    for (const one of [...exercises.children]) {
      solving = one.matches(".solution") || (solving && !one.matches(".exercise"));
      if (solving) solutions.append(one);
    }
  }
  each("details", (fold) => { fold.open = true; });
  each(".dropdown", (fold) => { fold.classList.remove("dropdown", "toggle", "toggle-hidden"); });
  each("img", (image) => { image.setAttribute("src", image.src); image.loading = "eager"; });
  each("a[href]", (link) => {
    const to = new URL(link.href);
    if (to.origin !== location.origin) return;
    const page = book[to.pathname.slice(1)];
    if (page) link.setAttribute("href", `#${page}${to.hash && "--" + decodeURIComponent(to.hash.slice(1))}`);
    else link.removeAttribute("href");
  });
  const known = new Set();
  each("[id]", (one) => {  // sphinx-exercise gives the same one to all exercises
    if (known.has(one.id)) one.removeAttribute("id");
    else { known.add(one.id); one.id = `${slug}--${one.id}`; }
  });
  for (const name of ["aria-labelledby", "aria-describedby"]) each(`[${name}]`, (one) => {
    one.setAttribute(name, one.getAttribute(name).split(/\s+/).map((id) => `${slug}--${id}`).join(" "));
  });
  article.id = slug;
  const copy = article.cloneNode(true);
  for (const name of ["scriptlevel", "displaystyle"]) {  // which MathML 3 does not know of a row
    copy.querySelectorAll(`mrow[${name}]`).forEach((row) => row.removeAttribute(name));
  }
  copy.querySelectorAll("math").forEach((math) => math.setAttribute("alttext", written(math)));
  copy.querySelectorAll("details, summary, live-figure, live-stack, live-macrospin, live-torque").forEach((one) => {
    const plain = document.createElement("div");
    if (one.id) plain.id = one.id;
    plain.className = `${one.className} ${one.localName}`;
    plain.append(...one.childNodes);
    one.replaceWith(plain);
  });
  copy.querySelectorAll("[hidden], .sd-summary-state-marker").forEach((one) => one.remove());
  const xhtml = new XMLSerializer().serializeToString(copy);
  each(".math:has(> math)", (formula) => {
    formula.setAttribute("role", "img");
    formula.setAttribute("aria-label", written(formula.querySelector("math")));
  });
  return {
    xhtml,
    body: article.outerHTML,
    styles: [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href),
    title: article.querySelector("h1").textContent,
    sections: [...article.querySelectorAll("section[id] > h2")].map((one) => [one.parentElement.id, one.textContent]),
  };
}
