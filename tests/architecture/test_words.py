"""Screens speak the words of docs/writing.md: those it retired do not come back, those it quotes are there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.architecture.source import ROOT, refuse
from tests.catalogue import CATALOGUE, chinese

RETIRED = {
    r"\bdoubles\b": "duplicates",
    r"\bvisiting cards?\b": "business card",
    r"\bhand(s|ed|ing)? over\b": "change owner, or transfer",
    r"\bbr(ing|ings|ought) in\b": "import",
    r"\bt(ake|akes|ook|aken) back\b": "undo, restore, withdraw or reverse",
    r"\bputs? away\b": "archive",
    r"\bretir(e|es|ed|ing)\b": "archive",
    r"\bwhoever\b": "anyone who, or the person who",
    r"\b(some|no)body\b": "someone, no one",
    r"\bmeanwhile\b": "say that someone else has changed it",
    r"\bnever negative\b": "can’t be negative",
    r"\bSay (who|what|why|how|where|that|so)\b": "enter, choose or give",
    r"\bin the bin\b": "in the recycle bin",
    r"\bgiven up\b": "write off, or end",
    r"\bis no whole\b": "isn’t a complete, or a whole number",
    r"\ball the same\b": "anyway",
    r"\bstands? for\b": "maps to",
    r"\bpass(es|ed)? over\b": "skip",
    r"\b(keep|kept) apart\b": "not duplicates",
    r"\bunmerged?\b": "undo the merge",
    r"\bg(o|oes|oing) on\b": "continue, or resume",
    r"\bpicks?\b": "choose",
    r"\buntouched\b": "without activity",
    r"\b(day|days|still) to come\b": "in the future",
    r"\bmade anew\b": "recreated",
    r"\bis not right\b": "is incorrect",
    r"\b(wa|i)s \w+ already\b": "has already been, or is already",
    r"\bone place (up|down)\b": "move … up, move … down",
    r"\bover %\(": "for, or the amount in brackets",
    r"\bper cent\b": "percent",
    r"\bmay not\b": "can’t",
    r"\bcannot\b": "can’t",
    r"\b(are|was|were|does|did|has|have|could) not\b": "the contraction: wasn’t, doesn’t",
    r"(?<!%\()\brefus(e|es|ed(?!: %)|ing)\b": "reject",  # the import command's report says it to other programs
    r"\w'(s|t|re|ve|ll|d)\b": "a typographic apostrophe: ’",
}

RETIRED_IN_CHINESE = {
    "商机|在谈机会": "业务机会",
    "线索": "潜在客户",
    "营销活动": "市场活动",
    "定期发票": "周期性发票",
    "帐户": "客户 or 账户",
    "帐号": "账号",
    "联络人": "联系人",
    "登陆": "登录",
    "缺省": "默认",
    "仪表盘(?!图)": "仪表板",
    "价格表": "价目表",
}


def test_no_retired_word_comes_back() -> None:
    refuse(
        "Words that docs/writing.md retired:",
        [
            f"{text!r} – {better}"
            for text in sorted(english())
            for word, better in RETIRED.items()
            if re.search(word, text, re.IGNORECASE if word.islower() else 0)
        ],
    )


def test_one_thing_has_one_name_in_chinese() -> None:
    said = {text for message in chinese() for text in _texts(message.string)}
    refuse(
        "Chinese words that docs/writing.md retired:",
        [
            f"{text!r} – {better}"
            for text in sorted(said)
            for word, better in RETIRED_IN_CHINESE.items()
            if re.search(word, text)
        ],
    )


def english() -> set[str]:
    """What is written: the catalogue has all of it and nothing else, as tests/architecture/translations sees to."""
    return {" ".join(_texts(message.id)) for message in chinese()} - {""}


def _texts(string: str | Iterable[str]) -> Iterable[str]:
    return [string] if isinstance(string, str) else string


def test_what_the_guide_quotes_stands_on_the_screens() -> None:
    voice, glossary = (
        re.findall(r"^\| (.+?) \| (.+?) \|", part, re.MULTILINE)[1:]
        for part in (ROOT / "docs" / "writing.md").read_text().split("## Glossary")
    )
    said, written = CATALOGUE.read_text(), english()
    refuse(
        "docs/writing.md quotes what no screen says:",
        [better for _worse, better in voice if better not in written]
        + [
            word for _english, words in glossary for word in re.split("[、；（）]", words) if word not in said
        ],
    )
