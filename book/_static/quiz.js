// Questions: each answer is coloured as it is opened, the choices stand in a new order at each visit, a number is typed
// and judged, and a line below the heading counts what was right at the first try.  Nothing leaves the page.
addEventListener("DOMContentLoaded", () => {
  const section = document.querySelector("#questions");
  if (!section) return;
  const CHOICE = /^([A-Z])\. /;
  const NUMBER = /^A number between (\S+) and (\S+?)(\s.*)?$/; // a unit follows a space that does not break
  const questions = [];

  for (const head of section.querySelectorAll(":scope > p")) {
    if (!/^Question \d+\./.test(head.textContent)) continue;
    const folds = [];
    let next = head.nextElementSibling;
    while (next && !folds.length && !next.matches("details")) next = next.nextElementSibling; // a formula between
    for (; next?.matches("details"); next = next.nextElementSibling) folds.push(next);
    if (folds.length) questions.push({ head, folds, first: null });
  }
  if (!questions.length) return;

  const score = document.createElement("p");
  score.className = "quiz-score";
  score.setAttribute("role", "status");
  section.querySelector("h2").after(score);
  const tell = () => {
    const done = questions.filter((one) => one.first !== null);
    const right = done.filter((one) => one.first).length;
    score.textContent = done.length
      ? `${right} of ${done.length} right at the first try, ${questions.length - done.length} to go.`
      : `${questions.length} questions. Choose an answer to see whether it is right, and why.`;
  };
  const judge = (question, right) => {
    question.first ??= right;
    tell();
  };

  for (const question of questions) {
    const number = NUMBER.exec(title(question.folds[0]).textContent.trim());
    if (number) ask(question, number);
    else choose(question);
  }
  tell();

  function title(fold) {
    return fold.querySelector(".sd-summary-text");
  }

  function choose(question) {
    const { head, folds } = question;
    const letters = folds.map((fold) => CHOICE.exec(title(fold).textContent)?.[1]);
    for (const fold of folds) {
      fold.classList.add("quiz-choice");
      fold.addEventListener("toggle", () => {
        if (!fold.open) return;
        const right = /^\s*Right/.test(fold.querySelector(".sd-summary-content").textContent);
        fold.classList.add(right ? "quiz-right" : "quiz-wrong");
        judge(question, right);
      });
    }
    // An answer that names another by its letter keeps its place.
    if (letters.includes(undefined) || folds.some((fold) => /\b(?:A|B|C|D) and (?:A|B|C|D)\b|both|all of|none of|neither/i.test(title(fold).textContent))) return;
    const order = [...folds];
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = Math.floor(Math.random() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    let before = folds[0].previousElementSibling;
    order.forEach((fold, i) => {
      before.after(fold);
      before = fold;
      const text = title(fold).firstChild;
      text.nodeValue = text.nodeValue.replace(CHOICE, `${letters[i]}. `);
    });
    head.dataset.order = order.map((fold) => folds.indexOf(fold)).join("");
  }

  function ask(question, [, low, high, unit = ""]) {
    const [fold] = question.folds;
    const form = document.createElement("form");
    form.className = "quiz-number";
    const name = question.head.textContent.match(/^Question \d+/)[0];
    form.innerHTML = `<label>Your number <input type="text" inputmode="decimal" autocomplete="off"></label>
      <span></span> <button type="submit">Check</button> <output></output>`;
    form.querySelector("input").setAttribute("aria-label", `${name}, your number${unit}`);
    form.querySelector("span").textContent = unit.trim();
    fold.before(form);
    title(fold).textContent = "The answer, and why";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = form.querySelector("input").value.trim().replace("\u2212", "-").replace(/^(-?\d*),(\d+)$/, "$1.$2");
      const output = form.querySelector("output");
      if (typed === "" || !Number.isFinite(Number(typed))) {
        output.textContent = "Please type a number, such as 0.5 or 2e-3.";
        return;
      }
      const right = Number(typed) >= Number(low) && Number(typed) <= Number(high);
      form.classList.toggle("quiz-right", right);
      form.classList.toggle("quiz-wrong", !right);
      output.textContent = right ? "Right." : "Not yet; try again, or open the answer.";
      if (right) fold.open = true;
      judge(question, right);
    });
  }
});
