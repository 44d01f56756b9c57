// The search: chapters come before names of the library, and of each page the sentence with most of the words is shown.
window.Scorer = {
  score: ([page, , , about, score]) => (about || page.endsWith("/api") ? score - 1000 : score),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: {},
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
document.addEventListener("DOMContentLoaded", () => {
  if (typeof Search === "undefined") return;
  const NO_TEXT = ".headerlink, script, style, nav, pre, live-figure, .live-room";
  Search.makeSearchSummary = (text, keywords, anchor) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const article = page.querySelector("article.bd-article");
    const nothing = document.createDocumentFragment(); // what is appended all the same
    if (!article) return nothing;
    for (const part of article.querySelectorAll(NO_TEXT)) part.remove();
    const asked = new URLSearchParams(location.search).get("q") ?? ""; // numbers are not among the keywords
    const given = new Set([...keywords, ...asked.split(/[^\p{L}\p{N}_]+/u)]);
    const words = [...given].filter(Boolean).map((word) => word.toLowerCase());
    const within = (anchor && article.querySelector(anchor)) || article;
    const sentences = [...within.querySelectorAll("p, dd, td, figcaption")].flatMap((part) =>
      part.textContent.replace(/\s+/g, " ").trim().split(/(?<=[.!?]) (?=\p{Lu})/u));
    const hits = (one) => words.filter((word) => one.toLowerCase().includes(word)).length;
    const most = sentences.reduce((best, one) => (hits(one) > hits(best) ? one : best), "");
    const found = most || page.querySelector("meta[name=description]")?.content; // it is in code or formulas alone
    if (!found) return nothing;
    const summary = document.createElement("p");
    summary.className = "context";
    summary.textContent = found.length > 300 ? `${found.slice(0, 300).replace(/\s\S*$/, "")} …` : found;
    return summary;
  };
});
