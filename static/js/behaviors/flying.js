// A card that lies elsewhere now flies there, so that one sees where it went; not for who wants no motion.
const still = matchMedia("(prefers-reduced-motion: reduce)");

export const places = (board) => new Map([...board.querySelectorAll(".card")].map((card) => [card.id, [card.parentElement, card.getBoundingClientRect()]]));

export function fly(card, from) {
  if (still.matches || !card.animate) return;
  const to = card.getBoundingClientRect();
  const bird = card.cloneNode(true);
  bird.removeAttribute("id");
  bird.inert = true;
  bird.classList.add("is-flying");
  bird.style.setProperty("--tone", getComputedStyle(card).getPropertyValue("--tone"));
  Object.assign(bird.style, { left: `${to.x}px`, top: `${to.y}px`, width: `${to.width}px` });
  document.body.append(bird);
  const path = [{ translate: `${from.x - to.x}px ${from.y - to.y}px` }, { translate: "0 0" }];
  card.animate({ opacity: [0, 0] }, 180);
  bird.animate(path, { duration: 180, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" }).finished.finally(() => bird.remove());
}

// Those that the server put into another column since `before` was taken.
export function settle(board, before) {
  for (const card of board.querySelectorAll(".card")) {
    const [list, box] = before.get(card.id) ?? [];
    if (list && list !== card.parentElement) fly(card, box);
  }
}
