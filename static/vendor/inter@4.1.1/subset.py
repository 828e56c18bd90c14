"""Write inter.woff2: the letters and weights that screens use of Inter's variable font.

Usage: npm pack inter-ui@4.1.1, unpack it, pip install fonttools brotli, then
       python static/vendor/inter@4.1.1/subset.py PATH_TO_UNPACKED_PACKAGE
"""

import io
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent
LETTERS = [
    (0x20, 0x7E),
    (0xA0, 0x17F),  # all European languages in Latin script
    (0x1A0, 0x1B0),
    (0x218, 0x21B),
    (0x2C6, 0x2DD),
    (0x300, 0x303),
    (0x309, 0x309),
    (0x323, 0x323),
    (0x1E80, 0x1EF9),  # Vietnamese
    (0x2010, 0x203A),
    (0x20A0, 0x20BF),  # currencies
    (0x2116, 0x2122),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2248, 0x2265),
]
FEATURES = ["kern", "tnum", "case", "ccmp", "locl", "mark", "mkmk"]


def main(package: Path) -> None:
    """Keep weights 400 to 600 at the size of text; the same source gives the same file."""
    font = TTFont(package / "variable" / "InterVariable.woff2", recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"opsz": 14, "wght": (400, 400, 600)})
    # Read anew: the subsetter stumbles over glyphs that ceased to vary.
    whole = io.BytesIO()
    font.flavor = None
    font.save(whole)
    font = TTFont(whole, recalcTimestamp=False)
    options = subset.Options(
        hinting=False,
        layout_features=FEATURES,
        name_IDs=[1, 2, 3, 5, 13, 14],
        notdef_outline=True,
        glyph_names=False,
    )
    options.drop_tables += ["STAT", "MVAR"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes={code for first, last in LETTERS for code in range(first, last + 1)})
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(HERE / "inter.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
