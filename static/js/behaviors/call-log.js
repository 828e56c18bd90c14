// <a href="tel:…" data-log-url="…">: back from the telephone, the sheet asks how the call went.
const NOT_A_CALL = 1500;

export default function callLog(link) {
  link.addEventListener("click", () => {
    let left = 0;
    function watch() {
      if (document.visibilityState === "hidden") {
        left = Date.now();
        return;
      }
      document.removeEventListener("visibilitychange", watch);
      if (left && Date.now() - left > NOT_A_CALL) globalThis.htmx?.ajax("GET", link.dataset.logUrl, { target: "#sheet" });
    }
    document.addEventListener("visibilitychange", watch);
  });
}
