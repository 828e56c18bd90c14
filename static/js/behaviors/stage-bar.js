// Under a long press the stages come to the thumb, each with what its sum would become: let go on one to move there.
import { becomes, columnOf, inLaneOf, tick } from "./moving.js";

let bar = null;
let over = null;

function item(list, card, refused) {
  const line = document.createElement("li");
  line.list = list;
  line.classList.toggle("is-refused", refused);
  line.classList.toggle("is-here", card.parentElement === list);
  const name = document.createElement("b");
  name.textContent = columnOf(list).querySelector(".column-name").dataset.name;
  line.append(name, becomes(list, card));
  return line;
}

function follow({ touches: [finger] }) {
  const under = document.elementFromPoint(finger.clientX, finger.clientY)?.closest(".stage-bar li:not(.is-here)");
  if (under === over) return;
  over?.classList.remove("is-over");
  over = under ?? null;
  over?.classList.add("is-over");
  document.querySelector(".card-drag")?.classList.toggle("is-small", Boolean(over));
  if (over) tick();
}

export function raise(board, card, refused) {
  bar = document.createElement("ol");
  bar.className = "stage-bar";
  const lists = [...board.querySelectorAll(".column-cards")].filter(inLaneOf(card.parentElement));
  bar.append(...lists.map((list) => item(list, card, refused.has(list.dataset.stage))));
  document.body.append(bar);
  document.addEventListener("touchmove", follow, { passive: true });
}

// The list of the stage that the finger was on, if it was on one.
export function lower() {
  const chosen = over?.list ?? null;
  document.removeEventListener("touchmove", follow);
  bar?.remove();
  bar = over = null;
  return chosen;
}
