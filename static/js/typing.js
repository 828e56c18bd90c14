// The keyboard takes half the screen: the bottom bar makes room while a text field has focus.
const TEXT = "textarea, select, input:not([type=checkbox], [type=radio], [type=file], [type=range], [type=hidden])";
const root = document.documentElement;

document.addEventListener("focusin", (event) => root.classList.toggle("typing", event.target.matches(TEXT)));
document.addEventListener("focusout", (event) => {
  if (!event.relatedTarget?.matches(TEXT)) root.classList.remove("typing");
});

// Enter that ends a composition chooses a character; it must not send the form as well.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.isComposing && event.target.matches("input")) event.preventDefault();
}, true);
