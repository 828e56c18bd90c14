"""The reference of a payment, made of the invoice's number: by it the money finds the invoice."""

from __future__ import annotations

from stdnum import iso11649
from stdnum.ch import esr
from stdnum.iso7064 import mod_97_10

DIGITS, SIGNS = 26, 21
QR_BANKS = range(30000, 32000)
"""The clearing numbers (IID) of accounts that take QR references, and nothing else."""


def is_qr_iban(iban: str) -> bool:
    return iban[:2] in {"CH", "LI"} and iban[4:9].isdigit() and int(iban[4:9]) in QR_BANKS


def reference(number: str, iban: str) -> tuple[str, str] | None:
    """(kind, reference) for the account; None where the account asks for a reference that can't be made."""
    if is_qr_iban(iban):
        made = qr_reference(number)
        return ("QRR", made) if made else None
    made = creditor_reference(number)
    return ("SCOR", made) if made else ("NON", "")


def references(number: str) -> tuple[str, ...]:
    """All that a payment of the invoice may be referred to by."""
    return tuple(each for each in (qr_reference(number), creditor_reference(number)) if each)


def qr_reference(number: str) -> str:
    """27 digits, those of the number with zeros before them and a check digit; "" where it has none or too many."""
    digits = "".join(each for each in number if each in "0123456789")
    if not digits.strip("0") or len(digits) > DIGITS:
        return ""
    return digits.zfill(DIGITS) + esr.calc_check_digit(digits)


def creditor_reference(number: str) -> str:
    """The number by ISO 11649, such as RF18539007547034; "" where nothing can be made of it."""
    signs = "".join(each for each in number.upper() if each.isascii() and each.isalnum())
    if not signs or len(signs) > SIGNS:
        return ""
    return f"RF{mod_97_10.calc_check_digits(f'{signs}RF')}{signs}"


def in_groups(reference: str) -> str:
    """As people read it: a QR reference in fives from behind, any other, and an account, in fours."""
    if reference.startswith("RF") or not reference.isdigit():
        return iso11649.format(reference) if reference.startswith("RF") else _fours(reference)
    return str(esr.format(reference))


def _fours(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
