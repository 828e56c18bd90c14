#!/usr/bin/env bash
# A sentence that begins with "From:" ends a customer’s answer, and prices marked with > are left out of it.
#
# One would expect: what somebody wrote is kept up to the quoted mail; a single line "From: 1 December on …" in running text is no
#   head of a quoted mail (that has Sent, To and Subject below it), and a list in the midst of new text is part of it.
# What happens: everything from that line on is taken for the quoted mail, the rest of the order with it; lines that begin with >
#   are dropped although the writer goes on below them.
# Seen with: email-reply-parser 0.5.12
# Source: the package’s README: "parses and returns the reply" of plain-text e-mail
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check email-reply-parser==0.5.12
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from email_reply_parser import EmailReplyParser

WHOLE = "Please send the quote.\n\nWe are closed from 1 December on.\n\nBest regards\nMara"
FROM = "Please send the quote.\n\nFrom: 1 December on we are closed.\nSend ten pieces before.\n\nBest regards\nMara"
LIST = "Your prices:\n> 10 pieces: 12 EUR\n> 20 pieces: 11 EUR\nWe take twenty."
seen = [EmailReplyParser.parse_reply(each) for each in (WHOLE, FROM, LIST)]
print(seen)
assert seen[0] == WHOLE
assert seen[1] == "Please send the quote."
assert seen[2] == "Your prices:\nWe take twenty."
PYTHON
