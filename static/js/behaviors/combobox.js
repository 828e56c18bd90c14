// A record picker: a text box that searches, a list to choose from, the chosen id in a hidden field.
const PAUSE = 150;

export default function combobox(root) {
  const input = root.querySelector("[role=combobox]");
  const chosen = root.querySelector("input[type=hidden]");
  const list = root.querySelector("[role=listbox]");
  let timer;
  let asked = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector('[aria-selected="true"]');

  function show(visible) {
    list.hidden = !visible;
    input.setAttribute("aria-expanded", visible);
    if (!visible) input.removeAttribute("aria-activedescendant");
  }

  function activate(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
  }

  function choose(option) {
    input.value = option.dataset.text;
    chosen.value = option.dataset.value;
    show(false);
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function search() {
    const turn = ++asked;
    const answer = await fetch(`${root.dataset.searchUrl}?q=${encodeURIComponent(input.value)}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || turn !== asked || document.activeElement !== input) return;
    list.innerHTML = await answer.text();
    show(list.childElementCount > 0);
  }

  function changed() {
    chosen.value = "";
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  }

  function move(step) {
    const all = options();
    if (list.hidden) search();
    else activate(all[(all.indexOf(active()) + step + all.length) % all.length]);
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(active() ? -1 : 0),
    Enter: () => active() && !list.hidden && choose(active()),
    Escape: () => !list.hidden && (show(false), true),
  };

  input.addEventListener("input", (event) => event.isComposing || changed());
  input.addEventListener("compositionend", changed);
  input.addEventListener("focus", () => input.value || search());
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key]) return;
    if (keys[event.key]() !== false && event.key !== "Enter" || (event.key === "Enter" && !list.hidden)) event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}
