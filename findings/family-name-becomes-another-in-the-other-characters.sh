#!/usr/bin/env bash
# A person has another name after theirs was turned into the other kind of Chinese characters.
#
# One would expect: a name stays the same person's: Mr 种 (a family name, read Chóng) and Mr 于 keep theirs in Traditional
#   characters, and 李乾 keeps 乾 in Simplified ones, as on their identity cards.
# What happens: words are converted, and a name is not known to be one: 种先生 becomes 種先生, 党先生 黨先生, and 李乾 becomes 李干, another
#   name. So we fold characters for search and matching only, and keep each name as it was typed.
# Seen with: OpenCC 1.4.2
# Source: GB 18030 names as registered; 通用规范汉字表 (2013), note on 乾, which is not simplified where it is read qián.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check OpenCC==1.4.2
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from opencc import OpenCC

traditional, simplified = OpenCC("s2t"), OpenCC("t2s")
turned = {name: traditional.convert(name) for name in ("种先生", "党先生", "姜先生")}
turned["李乾"] = simplified.convert("李乾")
print(turned)
assert turned == {"种先生": "種先生", "党先生": "黨先生", "姜先生": "姜先生", "李乾": "李干"}, turned
PYTHON
