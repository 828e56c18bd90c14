import { onceKey } from "./once.js";

// A form that is sent each time a field of it is left: every time is a change of its own, with a key of its own.
export default function autosave(form) {
  form.addEventListener("htmx:config:request", ({ detail }) => detail.ctx.request.body.set("once", onceKey()));
}
