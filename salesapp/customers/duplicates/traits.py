"""What tells one customer from another, the keys it is found by, and how sure two are the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from salesapp.core.i18n import _l
from salesapp.core.parsing.addresses import address_parts
from salesapp.core.parsing.phones import numbers
from salesapp.customers.duplicates.matching import (
    SEEN,
    blocking_keys,
    canonical_email,
    company_similarity,
    person_similarity,
)

EXACT = ("email", "phone", "domain")
"""Kinds of keys that mean something by themselves; "company" and "person" keys only gather candidates."""

MAILBOXES = frozenset(
    f"{name}.{ending}"
    for ending, names in {
        "com": (
            "gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "icloud", "me", "aol", "gmx",
            "mail", "protonmail", "qq", "163", "126", "139", "sina", "foxmail", "sohu", "aliyun",
        ),
        "de": ("gmx", "web", "t-online", "freenet", "yahoo"),
        "net": ("gmx",),
        "me": ("proton",),
        "ru": ("mail", "yandex"),
        "cn": ("sina",),
    }.items()
    for name in names
)  # fmt: skip
"""Domains whose addresses say nothing about a company."""

SURE = 100
SIMILAR = 80
"""Names below this likeness are somebody else's."""
STRANGER = 60
"""People whose names are less alike share a phone or a mailbox, and are not the same."""
DOMAIN, SAME_NAME, NAMESAKE = 85, 90, 75


SAME_EMAIL, SAME_PHONE, SAME_DOMAIN = _l("same e-mail"), _l("same phone"), _l("same web domain")
SAME, SIMILAR_NAME = _l("same name"), _l("similar name")
SAME_ACCOUNT = _l("same account")


@dataclass(frozen=True)
class Traits:
    """A customer's names, addresses and numbers as they were typed; blank ones are left out."""

    company: str | None = None
    person: str | None = None
    emails: tuple[str | None, ...] = ()
    phones: tuple[str | None, ...] = ()
    website: str | None = None
    country: str | None = None
    """In which numbers without a country code are dialled."""
    account: int | None = None
    """The account at which the person is known to work, or which it is itself."""

    @lru_cache(maxsize=SEEN)  # noqa: B019  they hold nothing; who is typed is sought, compared and kept by the same
    def keys(self, region: str) -> frozenset[tuple[str, str]]:
        """(kind, value) of everything it can be found by; `region` is where numbers without any country are from."""
        addresses = set(filter(None, (canonical_email(each) for each in self.emails if each)))
        typed = (numbers(each, self.country or region) for each in self.phones if each)
        dialled = {number.e164 for found in typed for number in found}
        domains = {domain for address in addresses if (domain := address.rpartition("@")[2]) not in MAILBOXES}
        if self.website and (host := host_of(self.website)):
            domains.add(host)
        of_names = {"company": blocking_keys(self.company or ""), "person": blocking_keys(self.person or "")}
        by_kind = {"email": addresses, "phone": dialled, "domain": domains, **of_names}
        return frozenset((kind, value) for kind, values in by_kind.items() for value in values)


@dataclass(frozen=True)
class Likeness:
    """How sure (0 to 100) and why, in the words of the reader."""

    score: int
    reasons: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    """What they share, in the words of fields: email, phone, url, name."""


def likeness(one: Traits, other: Traits, shared: Iterable[str]) -> Likeness:
    """How sure two are the same, when they share keys of the kinds `shared`.

    An e-mail address or a phone number settles it, unless the names are different people's: they may share one.
    A company's domain is nearly as good between organisations and says nothing between people; nor does the company
    of two people who are called differently.
    """
    kinds, found = set(shared), list[tuple[int, str, str]]()
    people = bool(one.person and other.person)
    alike = person_similarity(one.person, other.person) if one.person and other.person else 0
    strangers = people and alike < STRANGER
    if "email" in kinds:
        found.append((SIMILAR if strangers else SURE, SAME_EMAIL, "email"))
    if "phone" in kinds:
        found.append((STRANGER if strangers else SURE - 5, SAME_PHONE, "phone"))
    if "domain" in kinds and not (one.person or other.person):
        found.append((DOMAIN, SAME_DOMAIN, "url"))
    same_person = _alike(alike, NAMESAKE)
    if same_person and one.account is not None and one.account == other.account:
        found.append((SAME_NAME, SAME_ACCOUNT, "name"))
    if (same_person or not people) and one.company and other.company:
        found += _alike(company_similarity(one.company, other.company), SAME_NAME)
    found += same_person
    if not found:
        return Likeness(0, ())
    score = max(each for each, _reason, _kind in found) + 5 * (len(found) - 1)
    reasons = tuple(dict.fromkeys(reason for _score, reason, _kind in found))
    return Likeness(min(score, SURE), reasons, tuple(dict.fromkeys(kind for *_rest, kind in found)))


def _alike(alike: int, most: int) -> list[tuple[int, str, str]]:
    """A name counts `most` when it is the same, less when it is only similar."""
    if alike < SIMILAR:
        return []
    return [(most * alike // 100, SAME if alike == SURE else SIMILAR_NAME, "name")]


def host_of(website: str) -> str | None:
    """The host of a web address without www, as mail addresses of the same domain write it."""
    host = address_parts(website if "://" in website else f"//{website}").hostname
    address = canonical_email(f"x@{(host or '').removeprefix('www.')}")
    return None if address is None or "." not in address else address.removeprefix("x@")
