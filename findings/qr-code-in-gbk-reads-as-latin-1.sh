#!/usr/bin/env bash
# A QR code written in GBK is read as Latin-1, though its bytes are right.
#
# One would expect: text of a byte segment without an ECI is guessed among the encodings of East Asia, as for Shift-JIS, or left to the caller.
# What happens: .text is Latin-1 (mojibake); .bytes holds what was written. UTF-8 and Shift-JIS are told. Many Chinese business cards are so written.
# Seen with: zxing-cpp 3.1.1, segno 1.6.6, pillow 13.0.0
# Source: run here; the standard leaves the encoding of byte segments without an ECI open
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check zxing-cpp==3.1.1 segno==1.6.6 pillow==13.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import io, segno, zxingcpp
from PIL import Image
card = "MECARD:N:王,小明;TEL:13800000000;;"
for encoding in ("utf-8", "gbk"):
    picture = io.BytesIO()
    segno.make(card.encode(encoding), mode="byte", error="m").save(picture, kind="png", scale=6)
    found = zxingcpp.read_barcodes(Image.open(picture))[0]
    print(encoding, repr(found.text), "bytes as written:", found.bytes == card.encode(encoding))
    assert found.bytes == card.encode(encoding)
    assert (found.text == card) is (encoding == "utf-8"), found.text
PYTHON
