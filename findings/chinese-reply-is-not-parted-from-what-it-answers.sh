#!/usr/bin/env bash
# A Chinese reply keeps the whole mail that it answers, although Chinese is among the languages.
#
# One would expect: with languages ["zh"], the line "在 2026年1月5日 10:00，张伟 写道：" and the quoted text below it are cut, as "Am … schrieb …:" is in
#   German.
# What happens: mail-parser-reply cuts nothing. Its Chinese pattern first demands that no such heading follows on the line (in other languages: no
#   second one) and then that one does, so it can match no line at all.
# Seen with: mail-parser-reply 1.36
# Source: the package's README (languages: "zh"); RFC 3676 4.5 (quoted lines begin with ">")
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mail-parser-reply==1.36
"$folder/venv/bin/python" - <<'PYTHON'
from mailparser_reply import EmailReplyParser

def reply(language, text):
    return EmailReplyParser(languages=[language]).parse_reply(text=text)

german = reply("de", "Danke!\n\nAm 05.01.2026 um 10:00 schrieb Wei Zhang <z@x.example>:\n> Angebot\n")
headings = ["2026年1月5日 10:00，张伟 <z@x.example> 写道：", "在 2026年1月5日 10:00，张伟 <z@x.example> 写道：", "张伟 <z@x.example> 于2026年1月5日周一 10:00写道："]
chinese = [reply("zh", f"好的\n\n{heading}\n> 报价单\n") for heading in headings]
print("German:", repr(german), "| Chinese:", chinese)
assert german == "Danke!"
assert all(heading in kept and "> 报价单" in kept for heading, kept in zip(headings, chinese, strict=True))
PYTHON
