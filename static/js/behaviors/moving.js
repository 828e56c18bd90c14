// What a drop on the board does: it sends what the Move sheet would send; a refusal puts the card back.
const words = document.getElementById("words").dataset;

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

// To the closing sheet, which asks what closing asks.
export function close(card, list) {
  htmx.ajax("GET", `${card.dataset.moveUrl}?stage=${list.dataset.stage}`, { target: "#sheet" });
}

export function announce(sentence, { dataset }, list, sum = "") {
  const stage = columnOf(list).querySelector(".column-name").dataset.name;
  const said = { "%(title)s": dataset.title, "%(stage)s": stage, "%(sum)s": sum };
  document.getElementById("board-status").textContent = sentence.replace(/%\(\w+\)s/g, (name) => said[name]);
}

// In a column ordered by hand a card lies where it is dropped: behind the one above it.
const behind = (card) => card.previousElementSibling?.id.replace("opportunity-", "") ?? "";
export const byHand = (list) => list.closest(".board").hasAttribute("data-by-hand");

export async function place(drop) {
  const { item: card, from } = drop;
  const refused = ({ detail: { ctx } }) => ctx.sourceElement === card && ctx.response.status >= 400 && putBack(drop);
  document.addEventListener("htmx:after:request", refused);
  const values = { behind: behind(card), once: crypto.randomUUID() };
  await htmx.ajax("POST", card.dataset.moveUrl.replace(/move$/, "place"), { source: card, target: card, swap: "none", values });
  document.removeEventListener("htmx:after:request", refused);
  announce(words.moved, card, from);
}

export async function move(drop) {
  const { item: card, from, to } = drop;
  const values = { stage: to.dataset.stage, version: card.dataset.version, once: crypto.randomUUID() };
  if (byHand(to)) values.behind = behind(card);
  let moved = false;
  const answered = ({ detail: { ctx } }) => {
    if (ctx.sourceElement !== card) return;
    moved = ctx.response.status < 400;
    // A refusal is shown where the server says; it must never take the card's place.
    if (!moved && !ctx.hx.retarget) ctx.swap = "none";
  };
  document.addEventListener("htmx:after:request", answered);
  await htmx.ajax("POST", card.dataset.moveUrl, { source: card, target: card, swap: "outerHTML", values });
  document.removeEventListener("htmx:after:request", answered);
  if (moved) document.getElementById(card.id)?.classList.add("is-settling");
  else putBack(drop);
  announce(moved ? words.moved : words.putBack, card, moved ? to : from);
}
