// Document lines without leaving the keyboard: Enter goes on, from the last field to the next product.
// On a phone a row opens in place, one at a time: without script its link opens it on the server.
// A number is chosen whole when its field is entered: what is typed takes its place.
function open(line, opens = true) {
  line.classList.toggle("is-open", opens);
  line.querySelector(".line-row").ariaExpanded = opens;
}

export default function lines(root) {
  root.addEventListener("click", (event) => {
    const line = event.target.closest(".line-row")?.closest(".line");
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    root.querySelectorAll(".line.is-open").forEach((each) => each === line || open(each, false));
    open(line, !line.classList.contains("is-open"));
  });
  root.addEventListener("focusin", ({ target }) => { if (target.matches(".input-number")) target.select(); });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !event.target.matches("input.input")) return;
    event.preventDefault();
    const all = [...root.querySelectorAll(".line input.input:not([disabled])")].filter((each) => each.checkVisibility());
    (all[all.indexOf(event.target) + 1] ?? document.getElementById("product-search"))?.focus();
  });
}
