// Toasts go away by themselves, later when they can be undone, never while one reads or touches them.
// Any script says something with: document.dispatchEvent(new CustomEvent("toast:say", { detail: text })).
const toasts = document.getElementById("toasts");
const template = document.getElementById("toast-template");

function keepOnTop() {
  // Only the newest thing in the top layer is above an open sheet.
  if (!toasts.showPopover) return;
  toasts.popover = "manual";
  if (toasts.matches(":popover-open")) toasts.hidePopover();
  if (toasts.childElementCount) toasts.showPopover();
}

function leave(toast, after) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) leave(toast, 3000);
    else toast.remove();
  }, after);
}

function arrive(toast) {
  const undoable = "undoable" in toast.dataset;
  // Only what was done last can be undone: an older Undo would be refused, or pressed by mistake.
  if (undoable) toasts.querySelectorAll(".toast[data-undoable]").forEach((older) => older === toast || older.remove());
  leave(toast, undoable ? 12000 : 6000);
}

toasts.querySelectorAll(".toast").forEach(arrive);
new MutationObserver((changes) => {
  const arrived = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node.matches?.(".toast"));
  arrived.forEach(arrive);
  if (arrived.length || !toasts.childElementCount) keepOnTop();
}).observe(toasts, { childList: true });

toasts.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismisses]")) event.target.closest(".toast").remove();
});
toasts.addEventListener("htmx:after:swap", (event) => event.target.closest(".toast[data-undoable]")?.remove());

document.addEventListener("toast:say", ({ detail }) => {
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.removeAttribute("id");
  toast.querySelector(".toast-text").textContent = detail;
  toasts.append(toast);
});

document.addEventListener("toast:unsay", ({ detail }) => {
  toasts.querySelectorAll(".toast").forEach((each) => detail.includes(each.querySelector(".toast-text").textContent) && each.remove());
});
