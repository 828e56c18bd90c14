// What one is about to press stays free: the toasts stand above it, also when it comes or is scrolled to later.
const toasts = document.getElementById("toasts");
const FREE = ".bottombar, .form-footer, .select-bar, .button-primary, .button-danger";
let waiting;

function standAbove() {
  waiting = undefined;
  toasts.style.translate = "";
  if (!toasts.childElementCount) return;
  const page = document.querySelector("dialog[open]") ?? document;
  const { top, bottom, left, right } = toasts.getBoundingClientRect();
  const boxes = [...page.querySelectorAll(FREE)].filter((each) => !toasts.contains(each) && each.checkVisibility())
    .map((each) => each.getBoundingClientRect()).filter((box) => box.left < right && box.right > left);
  let up = 0;
  for (const box of boxes.sort((one, other) => other.bottom - one.bottom)) {
    if (box.top < bottom - up && box.bottom > top - up) up = bottom - box.top + 8;
  }
  toasts.style.translate = `0 ${-Math.min(up, top - 8)}px`;
}

for (const moves of ["scroll", "resize", "htmx:after:swap", "animationend", "click", "focusout"]) {
  addEventListener(moves, () => { if (toasts.childElementCount) waiting ??= requestAnimationFrame(standAbove); }, { capture: true, passive: true });
}

standAbove();
new MutationObserver(standAbove).observe(toasts, { childList: true });
