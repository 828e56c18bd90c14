// The bar for what is ticked: hidden while nothing is, with the number of ticks; Shift ticks a whole stretch.
export default function selectMany(bar) {
  const form = bar.closest("form");
  const boxes = () => [...form.querySelectorAll(".cell-select input[type=checkbox]")];
  let last = null;

  function show() {
    const count = boxes().filter((box) => box.checked).length;
    bar.hidden = count === 0;
    bar.querySelector("output").textContent = count;
  }

  form.addEventListener("click", (event) => {
    const box = event.target.closest(".cell-select input[type=checkbox]");
    if (!box) return;
    const all = boxes();
    if (event.shiftKey && last) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
    }
    last = box;
    show();
  });
  form.addEventListener("change", ({ target }) => {
    const list = document.getElementById(target.dataset.ticks);
    if (!list) return;
    boxes().filter((box) => list.contains(box)).forEach((box) => { box.checked = target.checked; });
    show();
  });
  form.addEventListener("reset", () => setTimeout(show));
  show();
}
