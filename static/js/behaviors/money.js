// 12k, 1.5m and 3万 as people type them; the full figure shows when the field is left. What has a comma is left to the
// server, which alone knows whether it stands between thousands.
const FACTORS = { k: 1e3, K: 1e3, m: 1e6, M: 1e6, 千: 1e3, 万: 1e4, w: 1e4, W: 1e4 };

export default function money(input) {
  input.addEventListener("change", () => {
    const typed = input.value.trim().match(/^(\d+(?:\.\d+)?)\s*([kKmM千万wW])$/);
    if (!typed) return;
    const value = Number(typed[1]) * FACTORS[typed[2]];
    input.value = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 4 }).format(value);
  });
}
