// Cards dragged between stages; on a phone by a long press. Moving by the Move button needs none of this.
import { choose, mark, over, refusedAt, releasedAt, releasedThere, start } from "./dragging.js";
import { byHand, move, place } from "./dropping.js";
import { fly, places, settle } from "./flying.js";
import { ask, putBack, refusedBy } from "./moving.js";
import { lower } from "./stage-bar.js";

const SETTINGS = {
  group: "cards", draggable: ".card", filter: ".card-move", preventOnFilter: false, animation: 150,
  delay: 200, delayOnTouchOnly: true, touchStartThreshold: 5, forceFallback: true, fallbackOnBody: true,
  scrollSensitivity: 60, chosenClass: "card-lifted", ghostClass: "card-ghost", dragClass: "card-drag",
};

function drop(board, event) {
  const { item: card, from } = event;
  const chosen = lower();
  const refusing = chosen ? refusedBy(card).has(chosen.dataset.stage) && chosen : refusedAt(event);
  const to = chosen ?? event.to;
  const elsewhere = !refusing && from !== to && (chosen || releasedThere(event));
  mark(board, card, false);
  const shifted = event.oldDraggableIndex !== event.newDraggableIndex;
  if (!refusing && !chosen && from === to && shifted && byHand(from) && releasedThere(event)) return place(event);
  if (!elsewhere || to.dataset.closes) putBack(event);
  else if (chosen) to.prepend(card);
  fly(card, releasedAt(event));
  if (refusing) return ask(card, refusing);
  if (!elsewhere) return;
  if (to.dataset.closes) return ask(card, to);
  move({ item: card, from, to, oldDraggableIndex: event.oldDraggableIndex });
}

export default async function board(root) {
  await import(root.dataset.sortable);
  const events = {
    onChoose: (event) => choose(root, event),
    // Only after onEnd, which asks what it lies on: what closes is there while something is dragged.
    onUnchoose: ({ item }) => setTimeout(() => mark(root, item, false) ?? lower()),
    onStart: (event) => start(root, event),
    onMove: over,
    onEnd: (event) => drop(root, event),
  };
  let before = new Map();
  document.addEventListener("htmx:before:swap", () => { before = places(root); });
  document.addEventListener("htmx:after:swap", () => settle(root, before));
  root.querySelectorAll(".column-cards").forEach((list) => Sortable.create(list, { ...SETTINGS, ...events }));
}
