// What is far from the window is laid out when nothing else is to be done, a few paragraphs at a time (see site.css).
// The script in the page's head sets the class, but not where a reader comes back to a place: it is found by all heights.
addEventListener("load", () => {
  const rest = [...document.querySelectorAll(".late article :is(section > *, .pst-scrollable-table-container)")];
  const some = () => {
    for (const one of rest.splice(0, 8)) one.style.contentVisibility = "visible";
    if (rest.length) requestIdleCallback(some);
    else document.documentElement.classList.remove("late");
  };
  globalThis.requestIdleCallback?.(some);
});
