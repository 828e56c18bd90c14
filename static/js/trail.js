// Back leads to where one came from: the last place (a list, the board, Today) that this tab was at, with its filters.
// Places are marked by data-place; the link back and the bottom bar of a record's page follow. Each tab has its own.
const KEY = "place";
const { lang } = document.documentElement;
const at = document.querySelector("main[data-place]");

function remember() {
  const label = document.querySelector(".topbar h1")?.textContent.trim();
  if (label) sessionStorage.setItem(KEY, JSON.stringify({ url: location.pathname + location.search, label, lang }));
}

function follow({ url, label, lang: said }) {
  const crumb = document.querySelector("a.crumb[data-back]");
  if (!crumb || said !== lang) return; // called as it was in another language
  crumb.href = url;
  crumb.lastChild.textContent = label;
  const path = new URL(url, location.href).pathname;
  const lit = [...document.querySelectorAll(".bottombar-item[href]")].find((item) => item.pathname === path);
  if (!lit) return;
  for (const item of document.querySelectorAll(".bottombar-item[aria-current]")) item.removeAttribute("aria-current");
  lit.setAttribute("aria-current", "true");
}

// Filters may change while one is there, so the place is kept as it is left.
if (at) addEventListener("pagehide", remember);
else if (sessionStorage.getItem(KEY)) follow(JSON.parse(sessionStorage.getItem(KEY)));
