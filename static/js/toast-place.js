// What one is about to press stays free: the toasts stand above it, also when it comes or is scrolled to later.
const toasts = document.getElementById("toasts");
const BARS = ".bottombar, .form-footer, .select-bar, .button-primary, .button-danger";
// All acts of the page, where the screen has room for a toast beside them; those of rows are scrolled away.
const SPARED = [`${BARS}, .button:not(li *, tr *, .card *)`, BARS];
let waiting;

function shown() {
  const boxes = [...toasts.children].map((each) => each.getBoundingClientRect());
  return { left: Math.min(...boxes.map((box) => box.left)), right: Math.max(...boxes.map((box) => box.right)) };
}

function lift(spared, page, { top, bottom }, { left, right }) {
  const boxes = [...page.querySelectorAll(spared)].filter((each) => !toasts.contains(each) && each.checkVisibility())
    .map((each) => each.getBoundingClientRect()).filter((box) => box.left < right && box.right > left);
  let up = 0;
  for (const box of boxes.sort((one, other) => other.bottom - one.bottom)) {
    if (box.top < bottom - up && box.bottom > top - up) up = bottom - box.top + 8;
  }
  return up;
}

function standAbove() {
  waiting = undefined;
  toasts.style.translate = "";
  if (!toasts.childElementCount) return;
  const page = document.querySelector("dialog[open]") ?? document;
  const [place, width] = [toasts.getBoundingClientRect(), shown()];
  const ups = SPARED.map((spared) => lift(spared, page, place, width));
  const up = ups.find((each) => each <= place.top - 8) ?? place.top - 8;
  toasts.style.translate = `0 ${-up}px`;
}

for (const moves of ["scroll", "resize", "htmx:after:swap", "animationend", "click", "focusout"]) {
  addEventListener(moves, () => { if (toasts.childElementCount) waiting ??= requestAnimationFrame(standAbove); }, { capture: true, passive: true });
}

standAbove();
new MutationObserver(standAbove).observe(toasts, { childList: true });
