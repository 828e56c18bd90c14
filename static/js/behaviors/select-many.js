// The bar for what is ticked: hidden while nothing is, with the number of ticks and, where rows are worth something in
// the smallest unit of a currency, what they come to; Shift ticks a whole stretch, and a box
// that names a list ticks all of it.
export default function selectMany(bar) {
  const form = bar.closest("form");
  const boxes = () => [...form.querySelectorAll(".cell-select input[type=checkbox]:not([data-ticks])")];
  const boxesOf = (master) => {
    const list = document.getElementById(master.dataset.ticks);
    return boxes().filter((box) => list?.contains(box));
  };
  let last = null;

  function show() {
    form.querySelectorAll("[data-ticks]").forEach((master) => {
      const ticked = boxesOf(master).filter((box) => box.checked).length;
      master.checked = ticked > 0 && ticked === boxesOf(master).length;
      master.indeterminate = ticked > 0 && !master.checked;
    });
    const ticked = boxes().filter((box) => box.checked);
    bar.hidden = ticked.length === 0;
    bar.querySelector("output").textContent = [ticked.length, ...sums(ticked)].join(" · ");
  }

  function sums(ticked) {
    const found = {};
    for (const box of ticked) {
      const { worth, currency, digits } = { ...bar.dataset, ...box.closest("[data-worth]")?.dataset };
      if (currency) (found[currency] ??= { digits, sum: 0 }).sum += Number(worth);
    }
    return Object.entries(found).map(([currency, { digits, sum }]) => new Intl.NumberFormat(document.documentElement.lang,
      { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(sum / 10 ** digits));
  }

  form.addEventListener("click", (event) => {
    const box = event.target.closest(".cell-select input[type=checkbox]:not([data-ticks])");
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
    if (!target.dataset.ticks) return;
    boxesOf(target).forEach((box) => { box.checked = target.checked; });
    show();
  });
  form.addEventListener("reset", () => setTimeout(show));
  show();
}
