// A won deal: one second of confetti, unless the reader wants no motion.
const COLOURS = ["--accent", "--good", "--warn"];

function piece(width) {
  return {
    x: width / 2 + (Math.random() - 0.5) * width * 0.4,
    y: innerHeight * 0.35,
    dx: (Math.random() - 0.5) * 14,
    dy: -6 - Math.random() * 9,
    turn: Math.random() * Math.PI,
    colour: COLOURS[Math.floor(Math.random() * COLOURS.length)],
  };
}

export default function celebrate(element) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const canvas = document.createElement("canvas");
  canvas.className = "celebrate";
  canvas.width = innerWidth;
  canvas.height = innerHeight;
  element.append(canvas);
  const pen = canvas.getContext("2d");
  const styles = getComputedStyle(document.documentElement);
  const pieces = Array.from({ length: 90 }, () => piece(innerWidth));
  const start = performance.now();

  function draw(now) {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    for (const each of pieces) {
      each.x += each.dx;
      each.y += each.dy += 0.35;
      pen.save();
      pen.translate(each.x, each.y);
      pen.rotate(each.turn + (now - start) / 180);
      pen.fillStyle = styles.getPropertyValue(each.colour);
      pen.fillRect(-4, -2, 8, 4);
      pen.restore();
    }
    if (now - start < 1400) requestAnimationFrame(draw);
    else canvas.remove();
  }
  requestAnimationFrame(draw);
}
