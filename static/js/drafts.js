// A draft (see behaviors/keep.js) that was sent and whose form is gone from the page has been saved: forget it.
// On the log-in page nothing is known yet: the draft waits.
if (!document.querySelector('input[type="password"]')) {
  const here = new Set([...document.querySelectorAll("form[data-keep]")].map((form) => form.dataset.keep));
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith("draft:"))) {
    const { sent, keep } = JSON.parse(sessionStorage.getItem(key));
    if (sent && !here.has(keep)) sessionStorage.removeItem(key);
  }
}
