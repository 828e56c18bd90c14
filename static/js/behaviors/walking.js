// From card to card by the arrow keys: within a column, and to the same height of the next column that has cards.
export const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 };
const ALONG = { ArrowUp: -1, ArrowDown: 1 };

export const isArrow = (key) => key in SIDEWAYS || key in ALONG;

export function walk(card, key, lists) {
  const filled = lists.filter((list) => list.childElementCount);
  const place = [...card.parentElement.children].indexOf(card);
  const list = filled[filled.indexOf(card.parentElement) + (SIDEWAYS[key] ?? 0)];
  const next = list?.children[key in ALONG ? place + ALONG[key] : Math.min(place, list.childElementCount - 1)];
  next?.querySelector(".card-title").focus();
}
