// A swipe to the side follows the link that says data-swipe with that direction; scrolling and slanting touches do not.
const FAR = 70;

export default function swipe(card) {
  let begun = null;
  card.addEventListener("pointerdown", (event) => {
    begun = event.pointerType === "touch" ? [event.clientX, event.clientY] : null;
  });
  card.addEventListener("pointerup", (event) => {
    if (!begun) return;
    const [across, along] = [event.clientX - begun[0], event.clientY - begun[1]];
    begun = null;
    if (Math.abs(across) < FAR || Math.abs(along) > Math.abs(across) / 2) return;
    document.querySelector(`[data-swipe="${across < 0 ? "left" : "right"}"]`)?.click();
  });
}
