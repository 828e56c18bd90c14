// A won deal: one second of confetti in the colours of the stages, unless the reader wants no motion.
const TONES = ["hue-blue", "hue-violet", "hue-amber", "hue-teal", "hue-pink", "tone-good"];

// A canvas knows nothing of light-dark() and variables: the colour is what an element of that tone really has.
function colours(element) {
  return TONES.map((tone) => {
    const probe = document.createElement("i");
    probe.className = `dot ${tone}`;
    element.append(probe);
    const { backgroundColor } = getComputedStyle(probe);
    probe.remove();
    return backgroundColor;
  });
}

function piece(width, palette) {
  return {
    x: width / 2 + (Math.random() - 0.5) * width * 0.4,
    y: innerHeight * 0.35,
    dx: (Math.random() - 0.5) * 14,
    dy: -6 - Math.random() * 9,
    turn: Math.random() * Math.PI,
    colour: palette[Math.floor(Math.random() * palette.length)],
  };
}

export default function celebrate(element) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const canvas = document.createElement("canvas");
  canvas.className = "celebrate";
  canvas.width = innerWidth * devicePixelRatio;
  canvas.height = innerHeight * devicePixelRatio;
  const palette = colours(element);
  element.append(canvas);
  const pen = canvas.getContext("2d");
  pen.scale(devicePixelRatio, devicePixelRatio);
  const pieces = Array.from({ length: 90 }, () => piece(innerWidth, palette));
  const start = performance.now();

  function draw(now) {
    pen.clearRect(0, 0, innerWidth, innerHeight);
    for (const each of pieces) {
      each.x += each.dx;
      each.y += each.dy += 0.35;
      pen.save();
      pen.translate(each.x, each.y);
      pen.rotate(each.turn + (now - start) / 180);
      pen.fillStyle = each.colour;
      pen.fillRect(-4, -2, 8, 4);
      pen.restore();
    }
    if (now - start < 1400) requestAnimationFrame(draw);
    else canvas.remove();
  }
  requestAnimationFrame(draw);
}
