// From card to card by the arrow keys: within a column, and to the same height of the next column that has cards.
export const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 };
const ALONG = { ArrowUp: -1, ArrowDown: 1 };

export const isArrow = (key) => key in SIDEWAYS || key in ALONG;

export function walk(card, key, columns) {
  const filled = columns.map((column) => [...column.querySelectorAll(".card")]).filter((cards) => cards.length);
  const here = filled.findIndex((cards) => cards.includes(card));
  const place = filled[here].indexOf(card);
  const cards = filled[here + (SIDEWAYS[key] ?? 0)];
  const next = cards?.[key in ALONG ? place + ALONG[key] : Math.min(place, cards.length - 1)];
  next?.querySelector(".card-title").focus();
}
