// What a drop on the board does: it sends what the Move sheet would send; a refusal puts the card back.
const words = document.getElementById("words").dataset;

export const columnOf = (list) => list.closest(".column");

export function putBack({ item, from, oldDraggableIndex }) {
  from.insertBefore(item, from.querySelectorAll(":scope > .card")[oldDraggableIndex] ?? null);
}

function announce(sentence, { dataset }, list) {
  const stage = columnOf(list).querySelector(".column-name").dataset.name;
  const status = document.getElementById("board-status");
  status.textContent = sentence.replace("%(title)s", dataset.title).replace("%(stage)s", stage);
}

export async function move(drop) {
  const { item: card, from, to } = drop;
  const values = { stage: to.dataset.stage, version: card.dataset.version, once: crypto.randomUUID() };
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
