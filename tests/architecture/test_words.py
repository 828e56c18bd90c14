"""Screens speak the words of docs/writing.md: those that it retired do not come back."""

from __future__ import annotations

import re

from tests.architecture.source import refuse
from tests.architecture.translations import written

RETIRED = {
    r"\bdoubles\b": "duplicates",
    r"\bvisiting cards?\b": "business card",
    r"\bhand(s|ed|ing)? over\b": "change owner, or transfer",
    r"\bbr(ing|ings|ought) in\b": "import",
    r"\bt(ake|akes|ook|aken) back\b": "undo, restore, withdraw or reverse",
    r"\bputs? away\b": "archive",
    r"\bwhoever\b": "anyone who, or the person who",
    r"\b(some|no)body\b": "someone, no one",
    r"\bmeanwhile\b": "say that someone else has changed it",
    r"\bnever negative\b": "can’t be negative",
    r"\bSay (who|what|why|how|where|that|so)\b": "enter, choose or give",
    r"\bin the bin\b": "in the recycle bin",
    r"\w'(s|t|re|ve|ll|d)\b": "a typographic apostrophe: ’",
}


def test_no_retired_word_comes_back() -> None:
    texts = ((key if isinstance(key, str) else " ".join(key), place) for key, place in written().items())
    refuse(
        "Words that docs/writing.md retired:",
        [
            f"{place}: {text!r} – {better}"
            for text, place in texts
            for word, better in RETIRED.items()
            if re.search(word, text, re.IGNORECASE if word.islower() else 0)
        ],
    )
