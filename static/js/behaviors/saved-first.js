// What leaves the house is what stands on the screen: while an input is unsaved or refused, whoever presses this is led
// there instead; what is only on its way, or was not yet left, is saved first.
const HELD = 'form[data-behavior~="autosave"]';
const REFUSED = '[aria-invalid="true"], .error-summary, .clashes';

const held = () => [...document.querySelectorAll(HELD)].find((form) => form.dataset.unsaved || form.querySelector(REFUSED));

function lead(form) {
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  form.classList.toggle("is-open", form.matches(".line"));
  const changed = [...form.querySelectorAll(".input")].find((each) => each.defaultValue !== undefined && each.defaultValue !== each.value);
  const field = form.querySelector('[aria-invalid="true"]') ?? changed ?? form.querySelector(".input");
  field?.focus({ preventScroll: true });
  (field ?? form).scrollIntoView({ block: "center" });
  document.dispatchEvent(new CustomEvent("toast:say", { detail: document.getElementById("words").dataset.unsaved }));
}

// The answer to what is on its way brings the head of the document anew, with this in it.
const again = (element) => (element.isConnected ? element : document.querySelector('#document-head [data-behavior~="saved-first"]'));

export default function savedFirst(element) {
  let waited = false;
  element.addEventListener(element.matches("form") ? "submit" : "click", (event) => {
    const form = held();
    if (!form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waited || !form.dataset.unsaved) return lead(form);
    waited = true;
    const goOn = () => document.addEventListener("htmx:finally:request", () => setTimeout(() => {
      const left = held();
      if (left?.dataset.unsaved === "sent") return goOn();
      waited = false;
      if (left) return lead(left);
      const pressed = again(element);
      pressed?.matches("form") ? pressed.requestSubmit(event.submitter) : pressed?.click();
    }), { once: true });
    goOn();
    if (form.dataset.unsaved !== "sent") form.requestSubmit();
  }, { capture: true });
}
