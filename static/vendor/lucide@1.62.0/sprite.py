"""Write static/icons.svg: one sprite that holds the Lucide icons named in icons.txt.

Usage: npm pack lucide-static@1.62.0, unpack it, then
       python static/vendor/lucide@1.62.0/sprite.py PATH_TO_UNPACKED_PACKAGE
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
SPRITE = HERE.parents[1] / "icons.svg"


def symbol(name: str, source: str) -> str:
    """Return the <symbol> for one Lucide file: its shapes without the outer <svg>."""
    inner = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if inner is None:
        raise SystemExit(f"{name}: not an SVG")
    shapes = re.sub(r"\s+", " ", inner.group(1)).replace(" />", "/>").replace("> <", "><").strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def main(package: Path) -> None:
    """Collect the named icons in alphabetical order, so that the file changes only with the list."""
    names = sorted(set((HERE / "icons.txt").read_text().split()))
    symbols = [symbol(name, (package / "icons" / f"{name}.svg").read_text()) for name in names]
    body = "\n".join(symbols)
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n')


if __name__ == "__main__":
    main(Path(sys.argv[1]))
