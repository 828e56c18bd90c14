// Cards dragged between stages. A drop sends what the Move sheet would send; a refusal puts the card back.
const SETTINGS = { group: "cards", draggable: ".card", filter: "a, button, input", preventOnFilter: false, animation: 150, delay: 200, delayOnTouchOnly: true, touchStartThreshold: 5, forceFallback: true, fallbackOnBody: true, scrollSensitivity: 60, ghostClass: "card-ghost", dragClass: "card-drag" };
const words = document.getElementById("words").dataset;

const stageOf = (list) => list.closest(".column").querySelector(".column-name").dataset.name;
const fill = (sentence, card, list) => sentence.replace("%(title)s", card.dataset.title).replace("%(stage)s", stageOf(list));
const say = (text) => document.dispatchEvent(new CustomEvent("toast:say", { detail: text }));

function mark(board, card, dragging) {
  document.documentElement.classList.toggle("dragging", dragging);
  const refused = new Set((card.dataset.refuses ?? "").split(" "));
  for (const list of board.querySelectorAll(".column-cards")) {
    list.closest(".column").classList.toggle("is-refused", dragging && refused.has(list.dataset.stage));
  }
}

function putBack({ item, from, oldDraggableIndex }) {
  from.insertBefore(item, from.querySelectorAll(":scope > .card")[oldDraggableIndex] ?? null);
}

async function move(drop) {
  const { item: card, from, to } = drop;
  const values = { stage: to.dataset.stage, version: card.dataset.version, once: crypto.randomUUID() };
  let refused = true;
  const settle = ({ detail }) => {
    if (detail.ctx.sourceElement !== card) return;
    refused = detail.ctx.response.status >= 400;
    // The refusal's own toast is still shown; only the card must not be replaced by it.
    if (refused && !detail.ctx.hx.retarget) detail.ctx.swap = "none";
  };
  document.addEventListener("htmx:after:request", settle);
  await htmx.ajax("POST", card.dataset.moveUrl, { source: card, target: card, swap: "outerHTML", values });
  document.removeEventListener("htmx:after:request", settle);
  if (refused) putBack(drop);
  announce(fill(refused ? words.putBack : words.moved, card, refused ? from : to));
}

function announce(text) {
  document.getElementById("board-status").textContent = text;
}

export default async function board(root) {
  await import(root.dataset.sortable);
  for (const list of root.querySelectorAll(".column-cards")) {
    Sortable.create(list, {
      ...SETTINGS,
      filter: ".card-move",
      onChoose: ({ item }) => { mark(root, item, true); navigator.vibrate?.(10); },
      onUnchoose: ({ item }) => mark(root, item, false),
      onMove: ({ to }) => !to.closest(".column").classList.contains("is-refused"),
      onEnd: (drop) => {
        mark(root, drop.item, false);
        const { item: card, from, to } = drop;
        if (from === to) return putBack(drop);
        if (!to.dataset.closes) return move(drop);
        putBack(drop);
        htmx.ajax("GET", `${card.dataset.moveUrl}?stage=${to.dataset.stage}`, { target: "#sheet" });
      },
    });
  }
}
