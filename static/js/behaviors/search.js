// Results while typing; an input method's half-made characters are not searched for.
export default function search(form) {
  const input = form.querySelector("input");
  let last = input.defaultValue;

  function ready() {
    if (input.value === last) return;
    last = input.value;
    form.dispatchEvent(new CustomEvent("searchready"));
  }

  input.addEventListener("input", (event) => event.isComposing || ready());
  input.addEventListener("compositionend", ready);
  ready(); // typed before this came
}
