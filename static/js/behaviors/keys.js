// Arrows walk over the cards. Space picks one up; then arrows choose its stage, Enter drops it, Escape puts it back.
import { move } from "./dropping.js";
import { announce, ask, becomes, columnOf, inLaneOf, refusedBy } from "./moving.js";
import { SIDEWAYS, isArrow, walk } from "./walking.js";


export default function keys(board) {
  let held = null, target = null;
  const lists = () => [...board.querySelectorAll(".column-cards")];

  function aim(list) {
    columnOf(target ?? list).classList.remove("is-target");
    target = list;
    columnOf(list).classList.add("is-target");
    list.scrollIntoView({ block: "nearest", inline: "center" });
  }

  function lift(card, lifted) {
    // While a card is held nothing else moves on the board.
    document.documentElement.classList.toggle("dragging", lifted);
    card.classList.toggle("is-held", lifted);
    if (lifted) aim(card.parentElement);
    else columnOf(target).classList.remove("is-target");
    [held, target] = lifted ? [card, target] : [null, null];
  }

  async function put(card) {
    const [from, to] = [card.parentElement, target];
    lift(card, false);
    if (from === to) return;
    const refused = refusedBy(card).has(to.dataset.stage) && !to.dataset.closes;
    if (refused) announce(board.dataset.refused, card, to);
    if (refused || to.dataset.closes) return ask(card, to);
    const oldDraggableIndex = [...from.children].indexOf(card);
    to.prepend(card);
    await move({ item: card, from, to, oldDraggableIndex });
    document.getElementById(card.id)?.querySelector(".card-title").focus();
  }

  function choose(step) {
    const all = lists().filter(inLaneOf(held.parentElement));
    aim(all[Math.min(Math.max(all.indexOf(target) + step, 0), all.length - 1)]);
    const refused = refusedBy(held).has(target.dataset.stage);
    announce(refused ? board.dataset.refused : board.dataset.over, held, target, becomes(target, held));
  }

  board.addEventListener("keydown", (event) => {
    const card = event.target.closest(".card");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    if (held && event.key === "Escape") { lift(held, false); announce(board.dataset.stays, card, card.parentElement); }
    else if (held && (event.key === "Enter" || event.key === " ")) put(held);
    else if (held && event.key in SIDEWAYS) choose(SIDEWAYS[event.key]);
    else if (!held && event.key === " " && event.target.matches(".card-title")) { lift(card, true); announce(board.dataset.lifted, card, target); }
    else if (!held && isArrow(event.key)) walk(card, event.key, [...board.querySelectorAll(".column")]);
    else if (!held) return;
    event.preventDefault();
  });
  board.addEventListener("focusout", () => held && setTimeout(() => held && !held.contains(document.activeElement) && lift(held, false)));
}
