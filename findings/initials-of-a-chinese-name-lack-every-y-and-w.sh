#!/usr/bin/env bash
# The initials of a Chinese name are empty where it begins with y or w.
#
# One would expect: Style.INITIALS gives the letters by which a person is looked up: w and a for 王安, y and w for 易文.
# What happens: it gives nothing for either, since y and w are no initials in phonology, and two letters for 张 (zh). What one
#   looks people up by is Style.FIRST_LETTER; even that gives the usual reading of a word, not of a family name (曾 is Zēng, not
#   Céng).
# Seen with: pypinyin 0.55.0
# Source: 汉语拼音方案 (1958), table of initials: b p m f … s, without y and w.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypinyin==0.55.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from pypinyin import Style, lazy_pinyin

found = {name: (lazy_pinyin(name, style=Style.INITIALS), lazy_pinyin(name, style=Style.FIRST_LETTER)) for name in ("王安", "张伟", "曾文")}
print(found)
assert found == {"王安": (["", ""], ["w", "a"]), "张伟": (["zh", ""], ["z", "w"]), "曾文": (["c", ""], ["c", "w"])}, found
PYTHON
