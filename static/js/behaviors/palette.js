// One box for records and commands: arrows choose, Enter opens. What is chosen belongs to what is typed, so typing unchooses.
export default function palette(form) {
  const input = form.querySelector("input");
  const options = () => [...form.parentElement.querySelectorAll("a[role=option]")];
  const chosen = () => options().find((option) => option.ariaSelected === "true");

  function choose(option) {
    options().forEach((each) => { each.ariaSelected = each === option; });
    input.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = options();
    choose(all.at((all.indexOf(chosen()) + by + all.length) % all.length));
  }

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && chosen()) chosen().click();
    else return;
    event.preventDefault();
  });
  input.addEventListener("input", () => choose());
  form.addEventListener("htmx:after:request", () => input.setAttribute("aria-activedescendant", "palette-0"));
  form.parentElement.addEventListener("close", () => {
    input.value = "";
    input.dispatchEvent(new Event("input"));
  });
}
