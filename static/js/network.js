// A dead network or a failing server never costs what was typed: the page stays, a toast says what happened.
const words = document.getElementById("words").dataset;

function say(text) {
  document.dispatchEvent(new CustomEvent("toast:say", { detail: text }));
}

document.addEventListener("htmx:error", ({ detail }) => {
  if (!detail.ctx || detail.ctx.response) return;
  say(detail.ctx.request.signal.reason === "timeout" ? words.slow : words.offline);
});

document.addEventListener("htmx:response:error", ({ detail }) => {
  const { status } = detail.ctx.response;
  if (status < 500) return;
  const answer = new DOMParser().parseFromString(detail.ctx.text, "text/html");
  say(answer.querySelector(".toast-text")?.textContent || words.failed);
});
