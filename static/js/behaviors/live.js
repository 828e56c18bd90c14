// What others do shows by itself: the board asks what changed, while it is looked at. Nothing changed: a 304.
import { address, renew } from "./renewing.js";

const EVERY = 8000;
const RETRY = 400;

export default function live(board) {
  let timer, asking = false, mark = board.dataset.mark, acts = 0, flying = 0;
  document.addEventListener("htmx:before:request", () => { acts += 1; flying += 1; });
  document.addEventListener("htmx:finally:request", () => { flying -= 1; });
  const busy = () => flying > 0 || document.documentElement.classList.contains("dragging");

  async function ask() {
    const began = acts;
    const headers = { "HX-Request": "true", "HX-Request-Type": "partial", "If-None-Match": mark };
    const answer = await fetch(address(board), { headers, signal: AbortSignal.timeout(EVERY) });
    if (!answer.headers.has("ETag")) return EVERY;
    const text = await answer.text();
    // What was asked before the viewer's own move knows nothing of it; and nothing moves under a finger.
    if (busy() || acts !== began) return RETRY;
    if (answer.headers.has("HX-Refresh")) {
      if (!document.querySelector("dialog[open]")) location.reload();
      return EVERY;
    }
    mark = answer.headers.get("ETag");
    if (text) await renew(board, text);
    return EVERY;
  }

  async function turn() {
    clearTimeout(timer);
    if (asking || document.hidden || !board.isConnected) return;
    asking = true;
    const pause = busy() ? RETRY : await ask().catch(() => EVERY);
    asking = false;
    timer = setTimeout(turn, pause);
  }

  document.addEventListener("visibilitychange", turn);
  timer = setTimeout(turn, EVERY);
}
