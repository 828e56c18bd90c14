// A signature drawn with finger, pen or mouse; travels as a PNG in the hidden field.
// Without script the pad stays hidden and the typed name does.
export default function signature(root) {
  const canvas = root.querySelector("canvas");
  const hidden = root.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  const stroke = { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#1b1a18" };

  root.hidden = false;
  Object.assign(pen, stroke);
  if (hidden.value) recall();

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...at(event));
    pen.stroke();
    root.dataset.drawn = "";
  });
  canvas.addEventListener("pointerup", keep);
  canvas.addEventListener("pointercancel", keep);

  root.querySelector("[data-clears]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    delete root.dataset.drawn;
    hidden.value = "";
  });

  // The canvas has its own pixels, whatever its size on the screen: turning the phone keeps what was drawn.
  function at({ offsetX, offsetY }) {
    return [(offsetX * canvas.width) / canvas.clientWidth, (offsetY * canvas.height) / canvas.clientHeight];
  }

  // A touch without a stroke is no signature.
  function keep() {
    if ("drawn" in root.dataset) hidden.value = canvas.toDataURL("image/png");
  }

  // A form that comes back with an error still shows the signature.
  function recall() {
    const picture = new Image();
    picture.onload = () => pen.drawImage(picture, 0, 0);
    picture.src = hidden.value;
    root.dataset.drawn = "";
  }
}
