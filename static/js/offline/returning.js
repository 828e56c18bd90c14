// On the page that says that there is no network: as soon as the server answers, what was asked for is loaded.
const again = () => fetch("/healthz", { cache: "no-store" }).then(() => location.reload(), () => {});

if (!location.pathname.startsWith("/offline/")) {
  addEventListener("online", again);
  setInterval(again, 5000);
}
