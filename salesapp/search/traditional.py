"""Traditional Chinese as Simplified, for keys and search only: 陳 and 陈 find each other.

Character by character, without regard to phrases: what is typed may be any piece of a name, and has to come out as the
whole does. That is safe in this direction; nothing that is shown is ever converted.
"""

from __future__ import annotations

import re
from functools import cache

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BLOCKS = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2FA20))


def simplified(text: str) -> str:
    """The text with every Traditional character in its Simplified form."""
    return text.translate(_table()) if _HAN.search(text) else text


@cache
def _table() -> dict[int, str]:
    """Asked of OpenCC once: 30 milliseconds when the process meets its first Chinese text."""
    from opencc import OpenCC

    known = [chr(code) for begin, end in _BLOCKS for code in range(begin, end)]
    turned = OpenCC("t2s").convert("\n".join(known)).split("\n")
    return {ord(one): other for one, other in zip(known, turned, strict=True) if one != other}
