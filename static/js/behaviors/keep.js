// <form data-keep="NAME">: what was typed stays in this tab until the form is saved, whatever happens between.
const isBox = (field) => /^(checkbox|radio)$/.test(field.type);
const typed = (field) => {
  if (isBox(field)) return field.checked !== field.defaultChecked;
  return field.options ? [...field.options].some((each) => each.selected !== each.defaultSelected) : field.defaultValue !== field.value;
};

export default function keep(form) {
  const viewer = document.querySelector('meta[name="viewer"]')?.content ?? "";
  const key = `draft:${viewer}:${form.getAttribute("action")}:${form.dataset.keep}`;
  const fields = () => [...form.elements].filter((field) => field.name && !/^(hidden|password|file|submit|button|fieldset)$/.test(field.type));

  // After a refusal the server has put the typed values back itself.
  const refused = form.querySelector(".error-summary, .clashes") !== null;
  // Only what was typed is kept, with what the form was opened with: the rest may be newer when it comes back.
  const opened = () => [...form.querySelectorAll('input[name="opened"]')];

  function store(sent = false) {
    const values = fields().filter((field) => refused || typed(field)).map((field) => [field.name, field.value, isBox(field) ? field.checked : null]);
    sessionStorage.setItem(key, JSON.stringify({ keep: form.dataset.keep, sent, values, opened: opened().map((each) => each.value) }));
  }

  function restore({ values, opened: then = [] }) {
    let changed = false;
    if (values.length) opened().forEach((each, place) => { each.value = then[place] ?? each.value; });
    for (const [name, value, checked] of values) {
      const field = fields().find((each) => each.name === name && (checked === null || each.value === value));
      // What the thumb has just typed, before this script came, is newer.
      if (!field || (field === document.activeElement && typed(field))) continue;
      changed ||= isBox(field) ? field.checked !== checked : field.value !== value;
      isBox(field) ? (field.checked = checked) : (field.value = value);
    }
    const said = document.getElementById("words").dataset.restored;
    if (changed) document.dispatchEvent(new CustomEvent("toast:say", { detail: said }));
  }

  const kept = sessionStorage.getItem(key);
  if (kept && !refused) restore(JSON.parse(kept));

  // At once, not a moment later: a phone drops a page without a word, and what is stored while a page goes may come too late.
  form.addEventListener("input", () => store());
  if (form.contains(document.activeElement) && typed(document.activeElement)) store();
  form.addEventListener("submit", () => {
    // htmx says below what became of it; a plain form is known to be saved when the next page is without it.
    store(!form.hasAttribute("hx-post"));
  });
  form.addEventListener("htmx:after:request", ({ detail }) => {
    if (detail.ctx.response.status < 400) sessionStorage.removeItem(key);
  });
}
