// "/" and ⌘K or Ctrl-K open the search box, unless one is typing or a sheet with something typed is open.
document.addEventListener("keydown", (event) => {
  const { key, metaKey, ctrlKey, altKey } = event;
  const typing = event.target.closest("input, textarea, select");
  const asked = metaKey || ctrlKey ? key === "k" && !altKey : key === "/" && !typing && !altKey;
  const box = asked && !document.querySelector("dialog[open]") && document.querySelector("[data-opens=palette]");
  if (!box) return;
  event.preventDefault();
  box.click();
});
