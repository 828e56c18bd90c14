// The keyboard takes half the screen: the bottom bar makes room while a text field has focus, and while the act below
// it is pressed: what moved away under a finger would not be pressed.
const TEXT = "textarea, select, input:not([type=checkbox], [type=radio], [type=file], [type=range], [type=hidden])";
const root = document.documentElement;

const typing = (target) => Boolean(target?.matches(TEXT)
  || root.classList.contains("typing") && target?.closest(".form-footer"));

document.addEventListener("focusin", ({ target }) => root.classList.toggle("typing", typing(target)));
document.addEventListener("focusout", ({ relatedTarget }) => typing(relatedTarget) || root.classList.remove("typing"));

// Enter that ends a composition chooses a character; it must not send the form as well.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.isComposing && event.target.matches("input")) event.preventDefault();
}, true);
