// Cards dragged between stages; on a phone by a long press. Moving by the Move button needs none of this.
import { byHand, move, place } from "./dropping.js";
import { close, columnOf, inLaneOf, putBack, refusedBy, tick } from "./moving.js";
import { lower, raise } from "./stage-bar.js";

const SETTINGS = {
  group: "cards", draggable: ".card", filter: ".card-move", preventOnFilter: false, animation: 150,
  delay: 200, delayOnTouchOnly: true, touchStartThreshold: 5, forceFallback: true, fallbackOnBody: true,
  scrollSensitivity: 60, ghostClass: "card-ghost", dragClass: "card-drag",
};

function mark(board, card, dragging) {
  // Scroll-snap would stop the board from scrolling under a dragged card: the class switches it off.
  document.documentElement.classList.toggle("dragging", dragging);
  const refused = refusedBy(card);
  for (const list of board.querySelectorAll(".column-cards")) {
    columnOf(list).classList.toggle("is-refused", dragging && refused.has(list.dataset.stage));
  }
}

function choose(board, { item: card, originalEvent }) {
  mark(board, card, true);
  tick();
  if (originalEvent.touches || originalEvent.pointerType === "touch") raise(board, card, refusedBy(card));
}

// Over a column that refuses, or outside the board, the card still hangs in the last column it passed.
function releasedThere({ originalEvent, to }) {
  const { clientX, clientY } = originalEvent.changedTouches?.[0] ?? originalEvent;
  return columnOf(to).contains(document.elementFromPoint(clientX, clientY));
}

function drop(board, event) {
  const { item: card, from } = event;
  const chosen = lower();
  const to = chosen ?? event.to;
  const elsewhere = from !== to && (chosen || releasedThere(event));
  mark(board, card, false);
  const shifted = event.oldDraggableIndex !== event.newDraggableIndex;
  if (!chosen && from === to && shifted && byHand(from) && releasedThere(event)) return place(event);
  if (!elsewhere || to.dataset.closes) putBack(event);
  if (!elsewhere) return;
  if (to.dataset.closes) return close(card, to);
  if (chosen) to.prepend(card);
  move({ item: card, from, to, oldDraggableIndex: event.oldDraggableIndex });
}

export default async function board(root) {
  await import(root.dataset.sortable);
  const events = {
    onChoose: (event) => choose(root, event),
    onUnchoose: ({ item }) => mark(root, item, false) ?? setTimeout(lower),
    onMove: ({ from, to }) => inLaneOf(from)(to) && !columnOf(to).classList.contains("is-refused"),
    onEnd: (event) => drop(root, event),
  };
  root.querySelectorAll(".column-cards").forEach((list) => Sortable.create(list, { ...SETTINGS, ...events }));
}
