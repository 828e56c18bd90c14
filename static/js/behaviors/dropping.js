// What a drop on the board does: it sends what the Move sheet would send; a refusal puts the card back.
import { onceKey } from "./once.js";
import { announce, putBack } from "./moving.js";

const words = document.getElementById("words").dataset;

// In a column ordered by hand a card lies where it is dropped: behind the one above it.
const behind = (card) => card.previousElementSibling?.id.replace("opportunity-", "") ?? "";
export const byHand = (list) => list.closest(".board").hasAttribute("data-by-hand");

// Whether the server took it; a refusal puts the card back and is shown where the server says.
async function send(drop, url, swap, values) {
  const { item: card } = drop;
  let taken = false;
  const answered = ({ detail: { ctx } }) => {
    if (ctx.sourceElement !== card) return;
    taken = ctx.response.status < 400;
    // It must never take the card's place.
    if (!taken && !ctx.hx.retarget) ctx.swap = "none";
  };
  document.addEventListener("htmx:after:request", answered);
  await htmx.ajax("POST", url, { source: card, target: card, swap, values: { ...values, once: onceKey() } });
  document.removeEventListener("htmx:after:request", answered);
  if (!taken) putBack(drop);
  return taken;
}

export async function place(drop) {
  const { item: card, from } = drop;
  const placed = await send(drop, card.dataset.moveUrl.replace(/move$/, "place"), "none", { behind: behind(card) });
  announce(placed ? words.moved : words.putBack, card, from);
}

export async function move(drop) {
  const { item: card, from, to } = drop;
  const values = { stage: to.dataset.stage, version: card.dataset.version };
  if (byHand(to)) values.behind = behind(card);
  const moved = await send(drop, card.dataset.moveUrl, "outerHTML", values);
  if (moved) document.getElementById(card.id)?.classList.add("is-settling");
  announce(moved ? words.moved : words.putBack, card, moved ? to : from);
}
