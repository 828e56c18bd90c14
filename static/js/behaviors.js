// Loads behaviors/NAME.js for each data-behavior="NAME", on the page and in whatever comes later.
// One that is there already behaves at once: what is typed into a new element at the same moment finds it awake.
const bound = new WeakSet();
const loaded = new Map();

async function bind(element) {
  if (bound.has(element)) return;
  bound.add(element);
  for (const name of element.dataset.behavior.split(" ")) {
    if (!loaded.has(name)) loaded.set(name, (await import(`./behaviors/${name}.js`)).default);
    loaded.get(name)(element);
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
