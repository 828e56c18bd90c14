import { onceKey } from "./once.js";

// htmx looks its target up when a request begins. By the time the answer comes another one may have put a new element
// there, as each line of a draft does with the totals: the answer goes to where that id is now.
function follow(ctx, form) {
  let { target } = ctx;
  const gone = () => form.isConnected && target?.isConnected === false && target.id;
  Object.defineProperty(ctx, "target", {
    get: () => (gone() ? document.getElementById(target.id) ?? target : target),
    set: (element) => { target = element; },
  });
}

// A form that is sent each time a field of it is left: every time is a change of its own, with a key of its own.
// data-unsaved says whether something of it is not on the server: only typed, on its way, or lost with the network.
export default function autosave(form) {
  let newest;
  form.addEventListener("input", () => { form.dataset.unsaved = "typed"; });
  form.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    ctx.request.body.set("once", onceKey());
    form.dataset.unsaved = "sent";
    newest = ctx;
    follow(ctx, form);
  });
  // The form is sent whole: what an overtaken answer would show is in the next one, with what was typed since.
  // An answer to what was sent before this script came is the newest there is.
  form.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    newest ??= ctx;
    if (ctx !== newest) event.preventDefault();
    else if (ctx.response.status < 400 && form.dataset.unsaved === "sent") delete form.dataset.unsaved;
  });
  form.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx !== newest || form.dataset.unsaved !== "sent") return;
    const { status } = ctx.response ?? {};
    form.dataset.unsaved = status >= 400 && status < 500 ? "typed" : "lost";
    if (!status) ask();
  });
}

// What was lost is sent again as soon as the server answers to anything, and holds whoever wants to leave the page.
// A browser that says it is online may still not reach it: so the server is asked, until it answers.
const LOST = '[data-unsaved="lost"]';
const again = () => document.querySelectorAll(LOST).forEach((form) => form.requestSubmit());
const ask = () => setTimeout(() => fetch("/healthz", { cache: "no-store" }).then(again, ask), 2000);

document.addEventListener("htmx:after:request", ({ detail }) => { if (detail.ctx.response.status < 400) again(); });
addEventListener("beforeunload", (event) => { if (document.querySelector(LOST)) event.preventDefault(); });
