// A form of file inputs: choosing a file sends it. Without script one chooses first and presses the button then.
export default function attach(form) {
  form.classList.add("is-live");
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "file" || !target.files.length) return;
    for (const label of target.labels) label.setAttribute("aria-busy", "true");
    form.requestSubmit();
  });
  // Back from the next page, nothing is chosen and nothing is on its way.
  addEventListener("pageshow", () => form.reset());
}
