import { onceKey } from "./once.js";

// A form that is sent each time a field of it is left: every time is a change of its own, with a key of its own.
// data-unsaved says whether something of it is not on the server: only typed, or on its way.
export default function autosave(form) {
  form.addEventListener("input", () => { form.dataset.unsaved = "typed"; });
  form.addEventListener("htmx:config:request", ({ detail }) => {
    detail.ctx.request.body.set("once", onceKey());
    form.dataset.unsaved = "sent";
  });
  form.addEventListener("htmx:after:request", ({ detail }) => {
    if (form.dataset.unsaved === "sent" && detail.ctx.response.status < 400) delete form.dataset.unsaved;
  });
  form.addEventListener("htmx:finally:request", () => { if (form.dataset.unsaved === "sent") form.dataset.unsaved = "typed"; });
}
