// On a phone one column fills the screen: the strip of stages says which, and what is linked with it stays there.
export default function follow(board) {
  const tabs = new Map([...document.querySelectorAll(".stage-strip .tab")].map((tab) => [tab.hash.slice(1), tab]));
  const reached = new IntersectionObserver((columns) => {
    for (const { target, isIntersecting } of columns) {
      const tab = tabs.get(target.id);
      if (!tab || !isIntersecting) continue;
      for (const each of tabs.values()) each.removeAttribute("aria-current");
      tab.setAttribute("aria-current", "true");
      const strip = tab.parentElement;
      strip.scrollTo({ left: tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2, behavior: "smooth" });
      for (const link of document.querySelectorAll("[data-keeps-stage]")) link.hash = tab.hash;
    }
  }, { root: board, threshold: 0.6 });
  board.querySelectorAll(".column").forEach((column) => reached.observe(column));
}
