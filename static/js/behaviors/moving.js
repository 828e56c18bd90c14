// Cards, their columns and what is said about them.
export const columnOf = (list) => list.closest(".column");

// Lists that a card of this one may go to: a card stays in its lane; what closes takes any.
export const inLaneOf = (list) => (other) => !other.dataset.lane || other.dataset.lane === list.dataset.lane;

export const refusedBy = (card) => new Set((card.dataset.refuses ?? "").split(" "));

// What a column's sum would be with the card in it, as the server writes it: whole units, grouped by thousands.
export function becomes(list, card) {
  const sum = columnOf(list).querySelector(".column-sum");
  if (!sum) return "";
  const [before, unit, after] = list.closest(".board").dataset.money.split("|");
  const minor = Number(sum.dataset.total) + (list.contains(card) ? 0 : Number(card.dataset.worth));
  return before + Math.round(minor / Number(unit)).toLocaleString("en") + after;
}

export function putBack({ item, from, oldDraggableIndex }) {
  from.insertBefore(item, from.querySelectorAll(":scope > .card")[oldDraggableIndex] ?? null);
}

// The sheet of what a stage asks for: closing, or Move with what is missing on the way there.
export function ask(card, list) {
  htmx.ajax("GET", `${card.dataset.moveUrl}?stage=${list.dataset.stage}`, { target: "#sheet" });
}

export function announce(sentence, { dataset }, list, sum = "") {
  const stage = columnOf(list).querySelector(".column-name").dataset.name;
  const said = { "%(title)s": dataset.title, "%(stage)s": stage, "%(sum)s": sum };
  document.getElementById("board-status").textContent = sentence.replace(/%\(\w+\)s/g, (name) => said[name]);
}

// Felt under the thumb. Before the first tap on a page browsers refuse it, and complain.
export const tick = () => navigator.userActivation?.hasBeenActive && navigator.vibrate?.(10);
