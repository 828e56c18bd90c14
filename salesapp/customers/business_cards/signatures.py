"""A signature of an e-mail, or a card typed in lines: what each line says, as far as that can be told.

What is not understood is the card's note, so that nothing of it is lost; whoever pasted it looks at the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from salesapp.core.i18n import _
from salesapp.core.parsing.phones import is_mobile, numbers
from salesapp.customers.addresses import CITY_STATE_CODE, CODE_ALONE, TOWN, read_place
from salesapp.customers.business_cards.signature_words import CLOSING, COMPANY_HAN, JOB, LABELS, LEGAL
from salesapp.customers.business_cards.vcards import Address, Card
from salesapp.customers.duplicates.company_names import core_words, has_legal_form
from salesapp.records.notation.countries import country_code
from salesapp.search.words import HAN

MOST_LINES, MOST_LETTERS = 40, 6_400
"""A card is no longer; what follows is not looked at."""
DISCLAIMER = 160
"""Letters from which on a line is no part of a card."""
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
URL = re.compile(r"(?:https?://|www\.)[^\s|,;，；]+", re.IGNORECASE)
BETWEEN = re.compile(r"\s*[|｜•\t]\s*|\s+[·∙]\s+|\s{2,}|　+")
_NUMBERED = "|".join(
    sorted(
        (word for word, kind in LABELS.items() if kind in {"phone", "mobile", "fax"}), key=len, reverse=True
    )
)
FOR_SOMEBODY = re.compile(r"^(?:i\.\s?[AV]\.|ppa\.?|gez\.)\s*")
"""How a German letter says that its writer signs for somebody else."""
BEFORE_NUMBER = re.compile(
    rf"(?<![\s,;，；])[\s,;，；]++(?=(?:{_NUMBERED})(?![^\W\d_])[.:：]?\s*[+(（\d])", re.IGNORECASE
)
LABELLED = re.compile(r"(?P<label>[^\W\d_][^\d:：@+(]{0,20}?)\s*(?:[:：]|(?<=\.)|\s)\s*(?P<rest>\S.*)")
LATIN_WORD = re.compile(r"[^\W\d_][\w.'’-]*,?")
HAN_NAME = re.compile(f"[{HAN}]{{2,4}}(?:先生|女士|小姐)?")
BESIDE_HAN = re.compile(rf"\s+(?=[{HAN}])|(?<=[{HAN}])\s+")
HAN_ADDRESS = re.compile(
    rf"(?:中国|中國)?(?P<state>[{HAN}]{{2,7}}?(?:省|自治区|自治區))?(?P<city>[{HAN}]{{2,6}}?市)(?P<street>[{HAN}].*)"
)
GB_TOWN = re.compile(r"(?P<city>[^\W\d_][^\d,]*?),? (?P<code>[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})")


def read_signature(text: str, region: str) -> Card:
    """The card in the text; numbers without a country code are from `region` ("DE").

    Raises ValueError (a sentence) where nothing in it says how to reach somebody.
    """
    found = _Signature(region)
    for line in _lines(text):
        found.read(line)
    card = found.card()
    if not (card.email or card.phone or card.mobile or (card.name and card.organization)):
        raise ValueError(_("No contact details were found in this text."))
    return card


def _lines(text: str) -> Iterator[str]:
    """What stands for itself, without closings and disclaimers; quoted text loses its marks."""
    for line in text[:MOST_LETTERS].splitlines()[:MOST_LINES]:
        for wide in BETWEEN.split(line.strip().lstrip(">").strip()):
            for part in BEFORE_NUMBER.split(wide):
                cleaned = FOR_SOMEBODY.sub("", part.strip(" ,;，；").removesuffix(" /").removesuffix(" -"))
                if (
                    cleaned
                    and len(cleaned) < DISCLAIMER
                    and not CLOSING.fullmatch(cleaned.rstrip(",.!，。！"))
                ):
                    yield cleaned


class _Signature:
    """What is known so far; lines that no label and no form explains wait until all are read."""

    def __init__(self, region: str) -> None:
        self.region = region
        self.said: dict[str, str] = {}
        self.address_lines: list[str] = []
        self.waiting: list[str] = []

    def read(self, line: str) -> None:
        """Addresses and numbers by their form, all else that is labelled by its label."""
        for kind, form in (("email", EMAIL), ("url", URL)):
            if (found := form.search(line)) is not None:
                self.take(kind, found[0].rstrip("."))
                line = _unlabelled((line[: found.start()] + line[found.end() :]).strip(" <>()[],;"))
        if not line:
            return
        label, rest = _label(line)
        if label in {"phone", "mobile", "fax", ""} and self.is_number(rest):
            self.take_number(label, rest)
        elif label == "address":
            self.address_lines.append(rest)
        elif label and label not in {"phone", "mobile", "fax", "email", "url"}:
            self.take(label, rest)
        else:
            self.waiting.append(line)

    def take(self, kind: str, text: str) -> None:
        """The first of a kind counts; another one is told in the note."""
        if self.said.setdefault(kind, text) != text:
            self.waiting.append(text)

    def is_number(self, text: str) -> bool:
        """Whether the text is a number and little else."""
        letters = sum(
            each.isalpha() for each in re.sub(r"(?i)\b(?:ext|durchwahl|dw|x|转|转接)\b\.?", "", text)
        )
        return letters <= 1 and sum(each.isdigit() for each in text) > 5 and bool(numbers(text, self.region))

    def take_number(self, label: str, text: str) -> None:
        """A fax is nobody's phone; of a number without a label its own form says whether it is a mobile."""
        if label == "fax":
            return
        self.take(label or ("mobile" if is_mobile(text, self.region) else "phone"), text)

    def card(self) -> Card:
        """The card, once every line was read."""
        legal = [each for each in self.waiting if LEGAL.search(each)]
        self.waiting = [each for each in self.waiting if each not in legal]
        address = self.find_address()
        self.find_people()
        if "organization" not in self.said:
            self.find_by_domain()
        said = {
            kind: self.said.get(kind, "") for kind in ("name", "organization", "title", "phone", "mobile")
        }
        note = "\n".join([*self.waiting, *legal])
        return Card(
            **said, email=self.said.get("email", ""), url=self.said.get("url", ""), note=note, address=address
        )

    def find_address(self) -> Address:
        """The labelled one, else the lines around the one with a postal code."""
        if self.address_lines:
            return _address(_pieces(" ".join(self.address_lines)), self.said.pop("postal_code", ""))
        for place, line in reversed([*enumerate(self.waiting)]):
            pieces = _pieces(line)
            if not any(map(_is_town, pieces)):
                continue
            first, last = place, place + 1
            if _is_town(pieces[0]) and place and _is_street(self.waiting[place - 1]):
                first = place - 1
            if last < len(self.waiting) and country_code(self.waiting[last]):
                last += 1
            taken = [piece for each in self.waiting[first:last] for piece in _pieces(each)]
            del self.waiting[first:last]
            return _address(taken, self.said.pop("postal_code", ""))
        for line in self.waiting:  # Hong Kong and Dubai have no postal codes
            *street, country = _pieces(line)
            if len(street) > 1 and country_code(country) and _is_street(line):
                self.waiting.remove(line)
                return _address([*street, country], "")
        return Address(postal_code=self.said.pop("postal_code", ""))

    def find_people(self) -> None:
        """Name, job and company: one to a line, or two of them on one."""
        left, self.waiting = self.waiting, []
        for line in left:
            for part in _told_apart(line):
                kind = self.kind_of(part)
                if kind and kind not in self.said:
                    self.said[kind] = part
                else:
                    self.waiting.append(part)

    def kind_of(self, text: str) -> str:
        """What a bare line most likely is; empty where nothing tells."""
        if COMPANY_HAN.search(text) or has_legal_form(text):
            return "organization"
        if JOB.search(text):
            return "title"
        return "name" if HAN_NAME.fullmatch(text) or _is_latin_name(text) else ""

    def find_by_domain(self) -> None:
        """A line without a legal form is the company where its address is called like it."""
        domain = self.said.get("email", "").rpartition("@")[2] or self.said.get("url", "")
        for line in self.waiting:
            if any(len(word) > 3 and word in domain.casefold() for word in core_words(line)):
                self.said["organization"] = line
                self.waiting.remove(line)
                return


def _label(line: str) -> tuple[str, str]:
    """The kind that the line's first word announces, and what follows; ("", line) without such a word."""
    found = LABELLED.fullmatch(line)
    if found is None:
        return "", line
    labels = (each.strip(" .").casefold() for each in found["label"].split("/"))  # Mobile/WhatsApp
    kind = next((LABELS[each] for each in labels if each in LABELS), "")
    return (kind, found["rest"].strip()) if kind else ("", line)


def _unlabelled(line: str) -> str:
    """Without a label of which the value was taken out."""
    bare = line.rstrip(" :：.")
    return "" if bare.casefold() in LABELS else line


def _told_apart(line: str) -> list[str]:
    """“Jane Doe, Head of Sales” and 王小明 销售经理 say two things; “Doe, Jane” and “Acme, Inc.” say one."""
    parts = [each.strip() for each in re.split(r"\s+[–—-]\s+|,\s+|，| at | bei ", line)]
    if len(parts) == 1 and re.search(f"[{HAN}]", line):
        parts = BESIDE_HAN.split(line)
    tells = sum(
        bool(JOB.search(each) or (has_legal_form(each) and len(core_words(each)) > 0)) for each in parts
    )
    names = all(core_words(each) and not re.fullmatch(r"(?i)inc\.?|ltd\.?|llc", each) for each in parts)
    return parts if len(parts) > 1 and tells and names else [line]


def _is_latin_name(text: str) -> bool:
    """Two to five words; each is looked at alone, so that a long line takes no longer than its letters."""
    words = text.replace(",", ", ").split()
    named = 2 <= len(words) <= 5 and all(map(LATIN_WORD.fullmatch, words))
    return named and words[0][0].isupper() and words[-1][0].isupper()


def _pieces(line: str) -> list[str]:
    """The parts of an address on one line; an English town is parted from its code, an American one is not."""
    if HAN_ADDRESS.search(line):
        return [line]
    parts = [each.strip() for each in line.split(",") if each.strip()]
    if len(parts) > 1 and CITY_STATE_CODE.fullmatch(", ".join(parts[-2:])):
        parts[-2:] = [", ".join(parts[-2:])]
    last = GB_TOWN.fullmatch(parts[-1]) if parts else None
    return [*parts[:-1], last["city"], last["code"]] if last is not None else parts


def _is_town(text: str) -> bool:
    forms = (TOWN, CITY_STATE_CODE, HAN_ADDRESS)
    return any(each.fullmatch(text) for each in forms) or bool(CODE_ALONE.fullmatch(text) and " " in text)


def _is_street(text: str) -> bool:
    return any(each.isdigit() for each in text) and not LEGAL.search(text)


def _address(lines: list[str], code: str) -> Address:
    """The parts of an address; a Chinese one goes from the large to the small."""
    if lines and (han := HAN_ADDRESS.search(" ".join(lines))) is not None:
        parts = {name: text or "" for name, text in han.groupdict().items()}
        behind = re.search(r"[\s(（]*(?:邮编[:：]?)?\s*(\d{6})[)）]?$", parts["street"])
        street = parts["street"][: behind.start()] if behind else parts["street"]
        code = code or (behind[1] if behind else "")
        return Address(street.strip(), parts["city"], parts["state"], code, "CN")
    place = read_place(lines)
    return Address(place.street, place.city, place.region, place.postal_code or code, place.country)
