// Brings the current step or chip of a strip that scrolls sideways into the middle, without moving the page.
export default function centre(strip) {
  const current = strip.querySelector("[aria-current]");
  if (!current) return;
  const { left, width } = current.getBoundingClientRect();
  strip.scrollLeft += left + width / 2 - strip.getBoundingClientRect().left - strip.clientWidth / 2;
}
