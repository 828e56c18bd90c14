#!/usr/bin/env bash
# A variable font whose axes were narrowed cannot be cut to some letters before it was written and read again.
#
# One would expect: fontTools' instancer and subsetter work on the same TTFont, one after the other.
# What happens: once an axis is pinned, glyphs that cease to vary have no entry in the gvar table; the subsetter asks for each glyph's
#   and raises KeyError. Saving the font to memory and reading it again in between makes it work.
# Seen with: fonttools 4.68.0, inter-ui 4.1.1
# Source: fontTools documentation, varLib.instancer and subset
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check fonttools==4.68.0 brotli==1.1.0
(cd "$folder" && npm pack --silent inter-ui@4.1.1 >/dev/null && tar xzf inter-ui-4.1.1.tgz)
"$folder/venv/bin/python" - "$folder/package/variable/InterVariable.woff2" <<'PYTHON'
import io, sys
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

def narrowed():
    return instancer.instantiateVariableFont(TTFont(sys.argv[1]), {"opsz": 14, "wght": (400, 400, 600)})

def cut(font):
    work = subset.Subsetter(subset.Options(layout_features=["tnum"]))
    work.populate(unicodes=[0x20, 0x41])
    work.subset(font)
    return len(font.getGlyphOrder())

try:
    cut(narrowed())
    at_once = "worked"
except KeyError as missing:
    at_once = f"KeyError {missing}"
between = io.BytesIO()
narrowed().save(between)
anew = cut(TTFont(between))
print("at once:", at_once, "| read anew:", anew, "glyphs")
assert at_once.startswith("KeyError") and anew > 2
PYTHON
