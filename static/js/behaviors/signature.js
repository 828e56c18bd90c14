// A signature drawn with finger, pen or mouse; travels as a PNG in the hidden field.
export default function signature(root) {
  const canvas = root.querySelector("canvas");
  const hidden = root.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  const { width, height } = canvas.getBoundingClientRect();
  const scale = Math.min(devicePixelRatio || 1, 2);

  canvas.width = width * scale;
  canvas.height = height * scale;
  pen.scale(scale, scale);
  Object.assign(pen, { lineWidth: 2.2, lineCap: "round", lineJoin: "round", strokeStyle: "#1b1a18" });

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(event.offsetX, event.offsetY);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(event.offsetX, event.offsetY);
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => { hidden.value = canvas.toDataURL("image/png"); });

  root.querySelector("[data-clears]").addEventListener("click", () => {
    pen.clearRect(0, 0, width, height);
    hidden.value = "";
  });
}
