"""Which passwords are no secret: too short, one's own name, or among those that are guessed first (ASVS 5.0, 6.2.4)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _

hasher = PasswordHasher()
"""Makes and checks what is kept of a password: argon2id at the library's costs (ASVS 5.0, 11.4.2)."""
LENGTH = 8
COMMON = Path(__file__).with_name("common_passwords.txt")
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
LOOKALIKES = str.maketrans("@4310$57!", "aaeiosst" + "i")
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
)


def check_password(password: str, *own: str) -> None:
    """RuleBroken for one that is easily guessed; `own` are the words about its user: name, address, company."""
    if len(password) < LENGTH:
        raise RuleBroken(_("A password needs at least %(num)s characters.", num=LENGTH), field="password")
    bare = password.casefold()
    if bare in {each.casefold() for each in own}:
        raise RuleBroken(_("The password must not be your name or address."), field="password")
    if is_common(bare, own):
        raise RuleBroken(
            _("This password is too easy to guess. Use a sentence of your own."),
            field="password",
        )


def is_common(bare: str, own: tuple[str, ...] = ()) -> bool:
    """Whether it is a common one, also with digits around it or letters replaced by what looks like them."""
    core = AROUND.sub("", bare)
    forms = {bare, core, bare.translate(LOOKALIKES), AROUND.sub("", core.translate(LOOKALIKES))}
    theirs = [each.casefold() for each in own]
    words = common() | {*theirs, *(part for each in theirs for part in re.findall(r"\w{4,}", each))}
    return bool(forms & words) or len(set(bare)) <= 2 or _runs_along(bare)


def _runs_along(bare: str) -> bool:
    """`12345678`, `qwertyui`, `abcdefgh` and the same backwards or twice."""
    return any(bare in row * 3 or bare in (row * 3)[::-1] for row in ROWS)


@cache
def common() -> frozenset[str]:
    """The list, in lower case."""
    return frozenset(COMMON.read_text(encoding="utf-8").split())
