// From when a card is taken until it is let go.
import { columnOf, inLaneOf, refusedBy, tick } from "./moving.js";
import { raise } from "./stage-bar.js";

// Where on the card it was taken.
let grip = { x: 0, y: 0 };
const point = ({ originalEvent: event }) => event.changedTouches?.[0] ?? event.touches?.[0] ?? event;

export function mark(board, card, dragging) {
  // Scroll-snap would stop the board from scrolling under a dragged card: the class switches it off.
  document.documentElement.classList.toggle("dragging", dragging);
  const refused = refusedBy(card);
  for (const list of board.querySelectorAll(".column-cards")) {
    columnOf(list).classList.toggle("is-refused", dragging && refused.has(list.dataset.stage));
  }
}

export function choose(board, event) {
  const { item: card, originalEvent } = event;
  const { x, y } = card.getBoundingClientRect();
  grip = { x: point(event).clientX - x, y: point(event).clientY - y };
  if (!originalEvent.touches && originalEvent.pointerType !== "touch") return;
  mark(board, card, true);
  tick();
  raise(board, card, refusedBy(card));
}

// The card under the pointer has the colour of the column that it would go to.
function dress(column) {
  Sortable.ghost?.style.setProperty("--tone", getComputedStyle(column).getPropertyValue("--tone"));
}

export function start(board, { item: card, from }) {
  mark(board, card, true);
  dress(columnOf(from));
}

export function over({ from, to }) {
  const takes = inLaneOf(from)(to) && !columnOf(to).classList.contains("is-refused");
  if (takes) dress(columnOf(to));
  return takes;
}

// Over a column that refuses, or outside the board, the card still hangs in the last column it passed.
export function releasedThere(event) {
  const { clientX, clientY } = point(event);
  return columnOf(event.to).contains(document.elementFromPoint(clientX, clientY));
}

// The list that does not take the card yet, where it was let go over such a column.
export function refusedAt(event) {
  const { clientX, clientY } = point(event);
  const under = document.elementFromPoint(clientX, clientY)?.closest(".column.is-refused");
  const lists = [...(under?.querySelectorAll(".column-cards") ?? [])];
  return lists.find(inLaneOf(event.from));
}

export function releasedAt(event) {
  return { x: point(event).clientX - grip.x, y: point(event).clientY - grip.y };
}
