// Document lines without leaving the keyboard: Enter goes on, in the last field it adds a line; a new line has focus.
let before = new Map();

export default function lines(root) {
  const inputs = () => [...root.querySelectorAll(".line .input:not([disabled])")];
  const count = root.querySelectorAll(".line").length;

  if (count > (before.get(root.id) ?? count)) root.querySelector(".line:last-of-type .input")?.focus();
  before.set(root.id, count);

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !event.target.matches("input.input")) return;
    event.preventDefault();
    const all = inputs();
    const next = all[all.indexOf(event.target) + 1];
    if (next) next.focus();
    else root.querySelector("[data-adds-line]")?.click();
  });
}
