// Without a network a page of our own says so, in this page's language: salesapp/web/offline.py.
const language = document.documentElement.lang.slice(0, 2);
addEventListener("load", () => navigator.serviceWorker?.register(`/service-worker.js?lang=${language}`).catch(() => {}));
