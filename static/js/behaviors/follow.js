// A strip of tabs says which of the parts that they lead to is in the middle of the screen.
export default function follow(strip) {
  const tabs = new Map([...strip.querySelectorAll(".tab")].map((tab) => [tab.hash.slice(1), tab]));
  // Columns lie side by side, sections one below the other.
  const rootMargin = strip.matches(".stage-strip") ? "0px -45%" : "-25% 0px -65%";
  const reached = new IntersectionObserver((parts) => {
    for (const { target, isIntersecting } of parts) {
      if (!isIntersecting) continue;
      const tab = tabs.get(target.id);
      for (const each of tabs.values()) each.removeAttribute("aria-current");
      tab.setAttribute("aria-current", "true");
      strip.scrollTo({ left: tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2, behavior: "smooth" });
      for (const link of document.querySelectorAll("[data-keeps-stage]")) link.hash = tab.hash;
    }
  }, { rootMargin });
  for (const id of tabs.keys()) {
    const part = document.getElementById(id);
    if (part) reached.observe(part);
  }
}
