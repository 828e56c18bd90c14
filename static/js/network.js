// A dead network or a failing server never costs what was typed: the page stays, a toast says what happened.
const words = document.getElementById("words").dataset;

function say(text) {
  document.dispatchEvent(new CustomEvent("toast:say", { detail: text }));
}

// Only where something was typed it is said to be there still.
function typed() {
  const fields = (document.querySelector("dialog[open]") ?? document).querySelectorAll("input:not([type=hidden]), textarea");
  return [...fields].some((each) => each.value !== each.defaultValue);
}

function lost() {
  return typed() ? words.offline : words.away;
}

addEventListener("online", () => document.dispatchEvent(new CustomEvent("toast:unsay", { detail: [words.offline, words.away] })));

document.addEventListener("htmx:error", ({ detail }) => {
  if (!detail.ctx || detail.ctx.response) return;
  say(detail.ctx.request.signal.reason === "timeout" ? words.slow : lost());
});

document.addEventListener("htmx:response:error", ({ detail }) => {
  const { status } = detail.ctx.response;
  if (status < 500) return;
  const answer = new DOMParser().parseFromString(detail.ctx.text, "text/html");
  say(answer.querySelector(".toast-text")?.textContent || words.failed);
});

// Without a network the browser would put a page of its own in place of ours. Links and forms that htmx does not send
// ask the server first then: it may be this very machine, which answers all the same.
let answers = false;

function ask(event, go) {
  event.preventDefault();
  event.stopImmediatePropagation();
  fetch("/healthz", { cache: "no-store" }).then(() => { answers = true; go(); answers = false; }, () => say(lost()));
}

addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (navigator.onLine || answers || form.matches("[hx-get], [hx-post], [method=dialog]")) return;
  ask(event, () => form.requestSubmit(submitter));
}, true);

addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/']");
  if (link && !navigator.onLine && !event.defaultPrevented) ask(event, () => location.assign(link.href));
});
