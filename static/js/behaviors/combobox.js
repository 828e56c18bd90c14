// A record picker: a text box that searches, a list to choose from, the chosen id in a hidden field.
export default function combobox(root) {
  const input = root.querySelector("[role=combobox]");
  const chosen = root.querySelector("input[type=hidden]");
  const list = root.querySelector("[role=listbox]");
  const active = () => list.querySelector('[aria-selected="true"]'); let timer;

  function show(visible) {
    list.hidden = !visible;
    input.setAttribute("aria-expanded", visible);
    input.removeAttribute("aria-activedescendant");
  }

  async function search() {
    const typed = input.value, { asks, beside, as } = root.dataset;
    const first = beside ? `&${as}=${input.form.elements[beside].value}` : ""; // whose own come first
    const answer = await fetch(asks + encodeURIComponent(typed) + first, { headers: { "HX-Request": "true" } });
    if (!answer.ok || typed !== input.value || document.activeElement !== input) return;
    list.innerHTML = await answer.text();
    list.querySelectorAll("[role=option]").forEach((option, at) => { option.id = `${list.id}-${at}`; });
    show(true);
  }

  function changed() {
    chosen.value = "";
    clearTimeout(timer);
    timer = setTimeout(search, 150); // milliseconds without a key
  }

  function choose(option) {
    input.value = option.dataset.text;
    chosen.value = option.dataset.value;
    show(false);
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function step(by) {
    if (list.hidden) return search();
    const options = [...list.querySelectorAll("[role=option]")];
    const next = options.at((options.indexOf(active()) + by + options.length) % options.length);
    active()?.setAttribute("aria-selected", "false");
    if (!next) return;
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", next.id);
  }
  const keys = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: () => active() && choose(active()), Escape: () => show(false) };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key] || (list.hidden && !event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    keys[event.key]();
  });
  input.addEventListener("input", (event) => event.isComposing || changed());
  input.addEventListener("compositionend", changed);
  input.addEventListener("focus", () => input.value || search());
  input.addEventListener("blur", () => show(false));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => target.closest("[role=option]") && choose(target.closest("[role=option]")));
  if (document.activeElement === input && input.value !== input.defaultValue) changed(); // typed before this came
}
