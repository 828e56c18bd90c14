// Tiles of a dashboard are dragged, on a phone by a long press; the buttons beside them do the same.
import { onceKey } from "./once.js";

export default async function tiles(root) {
  await import(root.dataset.sortable);
  const onEnd = ({ item, newIndex }) => {
    const report = item.querySelector("[name=report]").value;
    const values = { act: "to", report, at: newIndex, once: onceKey() };
    htmx.ajax("POST", root.dataset.url, { target: "#dashboard-arrange", swap: "outerMorph", values });
  };
  Sortable.create(root.firstElementChild, { delay: 200, delayOnTouchOnly: true, filter: "button", preventOnFilter: false, onEnd });
}
