// data-opens="ID" opens a sheet that waits in the page; what htmx puts into #sheet opens by itself.
const sheet = document.getElementById("sheet");

// Where one begins in a sheet: its first field (of a choice, what is chosen), else its main act; never the cross.
const FIELD = "[autofocus], input:not([type=hidden], :disabled), select:not(:disabled), textarea:not(:disabled)";

function begin(body) {
  const seen = (selector) => [...body?.querySelectorAll(selector) ?? []].find((each) => each.checkVisibility());
  const field = seen(FIELD);
  const chosen = field?.type === "radio" && field.form?.elements[field.name];
  const first = [...chosen || []].find((each) => each.checked) ?? field ?? seen(".button-primary") ?? seen("button:not(:disabled), a");
  first?.focus();
}

function open(dialog) {
  document.querySelectorAll("dialog.sheet[open]").forEach((other) => other !== dialog && other.close());
  if (!dialog.open) dialog.showModal();
  const body = dialog.querySelector(".sheet-body");
  if (!body?.contains(document.activeElement)) begin(body);
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const waiting = opener && document.getElementById(opener.dataset.opens);
  if (waiting) {
    event.preventDefault();
    open(waiting);
    return;
  }
  const dialog = event.target.closest("dialog.sheet");
  const onBackdrop = dialog && event.target === dialog;
  if (onBackdrop || (dialog && event.target.closest("[data-closes]"))) {
    event.preventDefault();
    dialog.close();
  }
});

if (sheet) {
  new MutationObserver(() => {
    const content = sheet.firstElementChild;
    if (!content) return sheet.close();
    sheet.classList.toggle("sheet-wide", "wide" in content.dataset);
    sheet.setAttribute("aria-labelledby", "sheet-title");
    open(sheet);
  }).observe(sheet, { childList: true });

  sheet.addEventListener("close", () => sheet.replaceChildren());

  // A whole page is no sheet: go there instead of squeezing it in.
  document.addEventListener("htmx:after:request", (event) => {
    const { target, text, request } = event.detail.ctx;
    if (target !== sheet || !/<html[\s>]/i.test(text)) return;
    event.preventDefault();
    location.assign(request.action);
  });
}

document.addEventListener("sheet:close", () => {
  document.querySelectorAll("dialog.sheet[open]").forEach((dialog) => dialog.close());
});
