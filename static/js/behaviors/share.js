// An address to pass on: copied, or given to another app of the phone. What the browser cannot do stays hidden.
export default function share(root) {
  const { address, title, copied } = root.dataset;
  const [copying, sharing] = root.querySelectorAll("button");

  copying.hidden = !navigator.clipboard;
  copying.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address);
    document.dispatchEvent(new CustomEvent("toast:say", { detail: copied }));
  });

  sharing.hidden = !navigator.share;
  sharing.addEventListener("click", () => navigator.share({ title, url: address }).catch((refused) => {
    if (refused.name !== "AbortError") throw refused; // closed without choosing an app
  }));
}
