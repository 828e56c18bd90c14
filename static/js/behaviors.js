// Loads behaviors/NAME.js for each data-behavior="NAME", on the page and in whatever comes later.
const bound = new WeakSet();

async function bind(element) {
  if (bound.has(element)) return;
  bound.add(element);
  for (const name of element.dataset.behavior.split(" ")) {
    const { default: behave } = await import(`./behaviors/${name}.js`);
    behave(element);
  }
}

function bindWithin(root) {
  if (root.matches("[data-behavior]")) bind(root);
  root.querySelectorAll("[data-behavior]").forEach(bind);
}

bindWithin(document.body);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node instanceof Element) bindWithin(node);
  }
}).observe(document.body, { childList: true, subtree: true });
