// Document lines without leaving the keyboard: Enter goes on, from the last field to the next product.
// A number is chosen whole when its field is entered: what is typed takes its place.
export default function lines(root) {
  root.addEventListener("focusin", ({ target }) => { if (target.matches(".input-number")) target.select(); });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !event.target.matches("input.input")) return;
    event.preventDefault();
    const all = [...root.querySelectorAll(".line input.input:not([disabled])")];
    (all[all.indexOf(event.target) + 1] ?? document.getElementById("product-search"))?.focus();
  });
}
