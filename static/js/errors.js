// A refused form: readers and keyboards start at the summary, and the title says so.
const prefix = document.getElementById("words").dataset.error;

function point(summary) {
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "center" });
  if (!document.title.startsWith(prefix)) document.title = prefix + document.title;
}

const first = document.querySelector(".error-summary");
if (first) point(first);
document.addEventListener("htmx:after:swap", ({ detail }) => {
  const summary = detail.ctx.target?.isConnected
    ? detail.ctx.target.querySelector(".error-summary")
    : document.querySelector("dialog[open] .error-summary, main .error-summary");
  if (summary) point(summary);
});
