// The board as the server now has it, put over the board on the screen without disturbing who looks at it.
const PAGE = 25;
const top = (element) => element.getBoundingClientRect().top;

// Further loaded cards stay loaded: the answer is to have as many pages of each column as are on the screen.
function pages(list) {
  const loaded = list.childElementCount / PAGE;
  const more = list.parentElement.querySelector(".column-more a");
  return more ? Math.max(1, Math.round(loaded)) : Math.ceil(loaded);
}

export function address(board) {
  const url = new URL(location.href);
  const scrolled = [...board.querySelectorAll(".column-cards")].filter((list) => pages(list) > 1);
  if (scrolled.length) url.searchParams.set("pages", scrolled.map((list) => `${list.dataset.stage}.${pages(list)}`).join());
  return url;
}

// What is looked at stays where it is on the screen while cards come and go above it; so does the focus.
function hold(board) {
  const column = [...board.children].find((each) => each.getBoundingClientRect().right > innerWidth / 2);
  const seen = [...(column ?? board).querySelectorAll(".card")].map((card) => [card, top(card)]).filter(([, at]) => at > 0);
  const { activeElement: focused } = document;
  const home = board.contains(focused) && focused.closest(".card")?.id;
  return () => {
    const [card, at] = seen.find(([each]) => (column ?? board).contains(each)) ?? [];
    const scroller = board.scrollTop > 0 ? board : window;
    if (card && (scroller === board || scrollY > 0)) scroller.scrollBy({ top: top(card) - at, behavior: "instant" });
    if (!home || document.activeElement === focused) return;
    const again = focused.isConnected ? focused : document.getElementById(home)?.querySelector(".card-title");
    again?.focus({ preventScroll: true });
  };
}

export async function renew(board, text) {
  const release = hold(board);
  const places = new Map([...board.querySelectorAll(".card")].map((card) => [card.id, card.parentElement]));
  const same = [...text.matchAll(/id="(stage-\w+)" data-same/g)].map(([, id]) => document.getElementById(id));
  same.forEach((column) => column.setAttribute("hx-morph-skip", ""));
  await htmx.swap({ text, target: board, sourceElement: board, swap: "innerMorph" });
  same.forEach((column) => column.removeAttribute("hx-morph-skip"));
  for (const card of board.querySelectorAll(".card")) {
    card.classList.toggle("is-settling", places.get(card.id) !== card.parentElement);
  }
  // A bar that counts what is ticked counts anew.
  board.closest("form")?.dispatchEvent(new Event("reset"));
  release();
}
