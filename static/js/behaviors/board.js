// Cards dragged between stages; on a phone by a long press. Moving by the Move button needs none of this.
import { columnOf, move, putBack } from "./moving.js";

const SETTINGS = {
  group: "cards", draggable: ".card", filter: ".card-move", preventOnFilter: false, animation: 150,
  delay: 200, delayOnTouchOnly: true, touchStartThreshold: 5, forceFallback: true, fallbackOnBody: true,
  scrollSensitivity: 60, ghostClass: "card-ghost", dragClass: "card-drag",
};

function mark(board, card, dragging) {
  // Scroll-snap would stop the board from scrolling under a dragged card: the class switches it off.
  document.documentElement.classList.toggle("dragging", dragging);
  const refused = new Set((card.dataset.refuses ?? "").split(" "));
  for (const list of board.querySelectorAll(".column-cards")) {
    columnOf(list).classList.toggle("is-refused", dragging && refused.has(list.dataset.stage));
  }
}

// Over a column that refuses, or outside the board, the card still hangs in the last column it passed.
function releasedThere({ originalEvent, to }) {
  const { clientX, clientY } = originalEvent.changedTouches?.[0] ?? originalEvent;
  return columnOf(to).contains(document.elementFromPoint(clientX, clientY));
}

function drop(board, event) {
  const { item: card, from, to } = event;
  const elsewhere = from !== to && releasedThere(event);
  mark(board, card, false);
  if (elsewhere && !to.dataset.closes) return move(event);
  putBack(event);
  if (elsewhere) htmx.ajax("GET", `${card.dataset.moveUrl}?stage=${to.dataset.stage}`, { target: "#sheet" });
}

export default async function board(root) {
  await import(root.dataset.sortable);
  const events = {
    onChoose: ({ item }) => mark(root, item, true) ?? navigator.vibrate?.(10),
    onUnchoose: ({ item }) => mark(root, item, false),
    onMove: ({ to }) => !columnOf(to).classList.contains("is-refused"),
    onEnd: (event) => drop(root, event),
  };
  root.querySelectorAll(".column-cards").forEach((list) => Sortable.create(list, { ...SETTINGS, ...events }));
}
