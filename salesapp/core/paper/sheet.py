"""Turns a `Paper` into the finished words and figures that the template sets, in the order it sets them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from itertools import accumulate

from salesapp.core.money import chinese_capitals
from salesapp.core.paper.document import Offered, Paper, PaperLine, PaperOption, Party, PaymentPart, TaxShare
from salesapp.core.paper.formats import (
    amount_text,
    date_text,
    money_text,
    percent_text,
    quantity_text,
    unit_price_text,
)
from salesapp.core.paper.text import Tree, clean, each_text
from salesapp.core.paper.words import BUYER_HEADINGS, PAYMENT_PART, WORDS, Words, fact, heading

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
ASKS_FOR_MONEY = {"invoice"}
NAMES_THE_BANK = {"invoice", "order", "pro_forma"}
SHIPS = {"invoice", "order", "pro_forma"}
UNPRICED = {"delivery_note"}
DISCLAIMED = {"invoice", "credit_note"}
SEALED = {"quote", "order"}
UNDATED = date(2000, 1, 1)  # an archivable file must have a date


def sheet(paper: Paper) -> dict[str, Tree]:
    """Plain texts, lists and numbers only, all cleaned: what the template reads as JSON."""
    words = {key: each_text(value, clean) for key, value in parts(paper).items()}
    # The name of a file, a file and what a machine reads: no words that may be broken.
    machine: dict[str, Tree] = {"logo": paper.logo or None, "code": paper.code or None}
    machine |= {"signed": paper.signed} if paper.signed else {}
    if paper.payment_part is not None:
        machine["payment_part"] = payment_part(paper.payment_part)
    return words | machine | ({"attached": paper.attached} if paper.attached else {})


def parts(paper: Paper) -> dict[str, Tree]:
    words = WORDS[paper.language]
    return {
        "language": paper.language,
        "accent": accent(paper.accent),
        "size": paper.size,
        "draft": words["draft"] if paper.is_draft else "",
        "heading": heading(paper.kind, paper.language),
        "name": name(paper),
        "subject": paper.title,
        "day": [*day(paper).timetuple()[:3]],
        "facts": facts(paper),
        "headline": headline(paper),
        "seller": sender(paper.seller, words),
        "buyer": party(paper.buyer, BUYER_HEADINGS[paper.language][paper.kind], words),
        "receiver": receiver(paper),
        "table": table(paper),
        "totals": totals(paper),
        "options": options(paper),
        "capitals": capitals(paper),
        "payment": payment(paper),
        "scan": words["scan"],
        "remarks": remarks(paper),
        "signatures": signatures(paper),
        "disclaimer": disclaimer(paper),
        "footer": below(paper.footer or footer(paper.seller, words), paper.seller),
        "page": words["page"],
    }


def accent(colour: str) -> str:
    """The colour as given; anything that is not "#rrggbb" raises ValueError."""
    if not COLOUR.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour such as #2f5bd7")
    return colour


def name(paper: Paper) -> str:
    """What the document is called in a file list: "Quote Q-2026-00042", or "Quote · Draft"."""
    number = paper.number or f"· {WORDS[paper.language]['draft']}"
    return f"{heading(paper.kind, paper.language)} {number}"


def day(paper: Paper) -> date:
    """The day the document bears, which is also the only date in the file: no clock is read."""
    return paper.date_of("issued") or next((day for _, day in paper.dates), UNDATED)


def facts(paper: Paper) -> Tree:
    language = paper.language
    numbered: list[tuple[str, str]] = [("number", paper.number)] if paper.number else []
    revised = [("revision", str(paper.revision))] if paper.revision else []
    dated = [(key, date_text(day, language)) for key, day in paper.dates]
    rows = [*numbered, *revised, *dated, *paper.references]
    return [[fact(key, language), value] for key, value in rows if value]


def headline(paper: Paper) -> Tree:
    """The one amount the reader looks for and until when: [label, amount, remark]; None on a sheet without prices."""
    if paper.kind in UNPRICED:
        return None
    words, language = WORDS[paper.language], paper.language
    if paper.offered is not None:
        amount = paper.offered.total
    else:
        amount = paper.payable if paper.open is None else paper.open
    due, end = paper.date_of("due"), paper.date_of("valid_until")
    remark = ""
    if paper.kind in ASKS_FOR_MONEY and due and amount > 0:
        remark = words["by"] % date_text(due, language)
    elif paper.kind == "quote" and end:
        remark = words["until"] % date_text(end, language)
    label = words["open"] if paper.kind in ASKS_FOR_MONEY else left_label(paper)
    return [label, money_text(amount, paper.currency, language), remark]


def party(party: Party, label: str, words: Words) -> Tree:
    attention = [words["attention"] % party.attention] if party.attention else []
    tax_number = [words["tax_number"] % party.tax_number] if party.tax_number else []
    lines: list[Tree] = [*attention, *party.address, *tax_number, *party.contact]
    return {"label": label, "name": party.name, "lines": [line for line in lines if line]}


def receiver(paper: Paper) -> Tree:
    """Where the goods go, on sheets that say it; None where that is the buyer's address."""
    to = paper.buyer.ship_to if paper.kind in SHIPS else ()
    if not to:
        return None
    return {"label": WORDS[paper.language]["ship_to"], "name": to[0], "lines": [*to[1:]]}


def sender(seller: Party, words: Words) -> Tree:
    """The seller in few lines, as a letterhead says them."""
    tax_number = words["tax_number"] % seller.tax_number if seller.tax_number else ""
    lines = [" · ".join(each) for each in (seller.address, (tax_number,), seller.contact)]
    return {"name": seller.name, "lines": [line for line in lines if line]}


def table(paper: Paper) -> Tree:
    """Columns that would say nothing, or the same on every line, are left out."""
    words = WORDS[paper.language]
    if paper.kind in UNPRICED:
        names = ("position", "item", "quantity")
        blank = dict.fromkeys(("price", "discount", "tax", "amount", "currency", "carried", "brought"), "")
        return {
            "columns": {**{name: words[name] for name in names}, **blank},
            "rows": [unpriced_row(line, paper) for line in paper.lines],
        }
    columns: Tree = {
        "position": words["position"],
        "item": words["item"],
        "quantity": words["quantity"],
        "price": words["price"],
        "discount": words["discount"] if any(line.discount for line in paper.lines) else "",
        "tax": words["tax_rate"] if len({line.tax for line in paper.lines}) > 1 else "",
        "amount": words["amount"],
        "currency": paper.currency,
        "carried": words["carried"],
        "brought": words["brought"],
    }
    sums = accumulate(line.net for line in paper.lines)
    rows = [row(line, so_far, paper) for line, so_far in zip(paper.lines, sums, strict=True)]
    return {"columns": columns, "rows": rows}


def unpriced_row(line: PaperLine, paper: Paper) -> dict[str, Tree]:
    """What is said of a line on every sheet."""
    blank: dict[str, Tree] = dict.fromkeys(("price", "discount", "tax", "amount", "sum"), "")
    said: dict[str, Tree] = {
        "position": str(line.position),
        "code": line.code,
        "name": line.name,
        "description": line.description,
        "quantity": quantity_text(line.quantity, paper.language),
        "unit": line.unit,
    }
    return blank | said | ({"heading": line.heading} if line.heading else {})


def row(line: PaperLine, so_far: int, paper: Paper) -> Tree:
    """`so_far` is the sum of the lines down to this one, in minor units: what is carried over to the next page."""
    language, currency = paper.language, paper.currency
    return unpriced_row(line, paper) | {
        "description": "\n".join([line.description, *adjusted(line, paper)]).strip(),
        "price": unit_price_text(line.unit_price, currency, language) + per(line, paper),
        "discount": percent_text(line.discount, language) if line.discount else "",
        "tax": percent_text(line.tax, language),
        "amount": amount_text(line.net, currency, language),
        "sum": amount_text(so_far, currency, language),
    }


def per(line: PaperLine, paper: Paper) -> str:
    """How many units the price is for: ` / 100`."""
    return "" if line.per is None else f" / {quantity_text(line.per, paper.language)}"


def adjusted(line: PaperLine, paper: Paper) -> list[str]:
    """The line's own discounts and charges: `Spring offer −12.50`."""
    return [
        f"{each.label} {amount_text(each.amount, paper.currency, paper.language)}"
        for each in line.adjustments
    ]


def totals(paper: Paper) -> Tree:
    """Rows of [label, amount, weight] with weight "plain" or "strong"."""
    if paper.kind in UNPRICED:
        return []
    if paper.only_options and paper.offered is not None:
        return []
    words = WORDS[paper.language]
    total = words["total"] if paper.offered is None else words["total_of_lines"]
    rows = [*sums_before_total(paper), (total, paper.total, "strong")]
    rows += [(deduction.label, -deduction.amount, "plain") for deduction in paper.deducted]
    if paper.rounding:
        rows.append((words["rounding"], paper.rounding, "plain"))
    if paper.deducted or paper.rounding:
        rows.append((left_label(paper), paper.payable, "strong"))
    if paper.paid:
        rows.append((words["paid"], -paper.paid, "plain"))
    if paper.open is not None and (paper.paid or paper.open != paper.payable):
        rows.append((words["open"], paper.open, "strong"))
    return [[label, figure(amount, weight, paper), weight] for label, amount, weight in rows]


def left_label(paper: Paper) -> str:
    """The word for what is left of the total once earlier documents are deducted; a credit note asks for nothing."""
    words = WORDS[paper.language]
    if paper.offered is not None:
        return words["total_offered"]
    if not paper.deducted and not paper.rounding:
        return words["total"]
    return words["credited"] if paper.kind == "credit_note" else words["payable"]


def figure(amount: int, weight: str, paper: Paper) -> str:
    write = money_text if weight == "strong" else amount_text
    return write(amount, paper.currency, paper.language)


def sums_before_total(paper: Paper) -> list[tuple[str, int, str]]:
    words = WORDS[paper.language]
    rows = [(each.label, each.amount, "plain") for each in paper.adjustments]
    if paper.document_discount:
        label = discount_label(paper.document_discount_percent, paper)
        rows.insert(0, (label, -paper.document_discount, "plain"))
    if rows:
        rows.insert(0, (words["subtotal"], paper.subtotal, "plain"))
    taxes = [(tax_label(share, paper), share.tax, "plain") for share in paper.taxes]
    return [*rows, (words["net"], paper.net, "plain"), *taxes]


def offered_totals(paper: Paper, offered: Offered) -> Tree:
    """The same rows with what is preselected."""
    words = WORDS[paper.language]
    taxes = [(tax_label(share, paper, of=offered.taxes), share.tax, "plain") for share in offered.taxes]
    rows = [
        (words["net"], offered.net, "plain"),
        *taxes,
        (words["total_offered"], offered.total, "strong"),
    ]
    return [[label, figure(amount, weight, paper), weight] for label, amount, weight in rows]


def discount_label(percent: Decimal, paper: Paper) -> str:
    words = WORDS[paper.language]
    if not percent:
        return words["document_discount"]
    return words["document_discount_percent"] % percent_text(percent, paper.language)


def tax_label(share: TaxShare, paper: Paper, *, of: Sequence[TaxShare] | None = None) -> str:
    words, language = WORDS[paper.language], paper.language
    percent = percent_text(share.percent, language)
    if share.name:
        percent = words["tax_named"] % {"percent": percent, "name": share.name}
    if len(paper.taxes if of is None else of) == 1:
        return words["tax_of_one_rate"] % percent
    return words["tax"] % {"percent": percent, "base": amount_text(share.base, paper.currency, language)}


def options(paper: Paper) -> Tree:
    """What may be ordered as well, by choice; None where there is nothing."""
    if not paper.options:
        return None
    words = WORDS[paper.language]
    groups: dict[str, list[Tree]] = {}
    for each in sorted(paper.options, key=lambda each: not each.choice):
        groups.setdefault(each.choice, []).append(option_row(each, paper))
    parts: list[Tree] = [
        {
            "label": words["choose_one"] % choice if choice else words["optional"],
            "one": bool(choice),
            "rows": rows,
        }
        for choice, rows in groups.items()
    ]
    offered = paper.offered
    return {
        "heading": words["options"],
        "note": words["options_note"] if offered is None else words["options_note_offered"],
        "groups": parts,
        "totals": [] if offered is None else offered_totals(paper, offered),
        "capitals": None if offered is None else capitals_of(offered.total, paper),
    }


def option_row(option: PaperOption, paper: Paper) -> Tree:
    """The figures of a line in one text: `2 pcs × 19.99 − 5%`."""
    language = paper.language
    price = unit_price_text(option.line.unit_price, paper.currency, language) + per(option.line, paper)
    quantity = " ".join(
        each for each in (quantity_text(option.line.quantity, language), option.line.unit) if each
    )
    discount = f" − {percent_text(option.line.discount, language)}" if option.line.discount else ""
    if len({each.tax for each in (*paper.lines, *(other.line for other in paper.options))}) > 1:
        discount += f" · {WORDS[language]['tax_rate']} {percent_text(option.line.tax, language)}"
    mark = WORDS[language]["preselected"] if option.preselected else ""
    amount = amount_text(option.line.net, paper.currency, language)
    return unpriced_row(option.line, paper) | {
        "description": "\n".join([option.line.description, *adjusted(option.line, paper)]).strip(),
        "figures": f"{quantity} × {price}{discount}",
        "amount": amount,
        "mark": mark,
    }


def capitals(paper: Paper) -> Tree:
    """[label, amount in Chinese capitals] on Chinese documents, of what is to be paid."""
    return None if paper.kind in UNPRICED or paper.offered else capitals_of(paper.payable, paper)


def capitals_of(amount: int, paper: Paper) -> Tree:
    if paper.language == "en":
        return None
    label = WORDS[paper.language]["capitals"] % left_label(paper)
    renminbi = "人民币" if paper.currency == "CNY" else ""
    return [label, renminbi + chinese_capitals(amount, paper.currency)]


def payment(paper: Paper) -> Tree:
    words = WORDS[paper.language]
    bank = paper.seller.bank if paper.kind in NAMES_THE_BANK else ()
    return filled([(words["payment"], paper.payment), (words["bank"], "\n".join(bank))])


def payment_part(part: PaymentPart) -> Tree:
    """Not cleaned for print: it has the letters that its standard permits, and every one counts."""
    said = asdict(part) | {"payee": [*part.payee], "payer": [*part.payer]}
    return {**said, "words": {**PAYMENT_PART}}


def remarks(paper: Paper) -> Tree:
    words = WORDS[paper.language]
    reasons = "\n".join(paper.tax_reasons)
    return filled([(words["untaxed"], reasons), (words["notes"], paper.notes), (words["terms"], paper.terms)])


def disclaimer(paper: Paper) -> str:
    """In China only the tax platform issues invoices for tax; anywhere else this paper may well be one."""
    if paper.kind == "pro_forma":
        return WORDS[paper.language]["pro_forma"]
    country = "" if paper.seller.place is None else paper.seller.place.country
    chinese = country == "CN" or (not country and paper.language != "en")
    return WORDS[paper.language]["not_a_tax_document"] if chinese and paper.kind in DISCLAIMED else ""


def signatures(paper: Paper) -> Tree:
    """[name, what to write there] of each who signs: who accepts a quote or goods; in China both, sealed."""
    if paper.kind == "delivery_note":
        return [[paper.buyer.name, WORDS[paper.language]["received"]]]
    if paper.signed:
        return [[paper.buyer.name, clean(paper.signed_by)]]
    sides: tuple[Party, ...] = ()
    if paper.language != "en" and paper.kind in SEALED:
        sides = paper.seller, paper.buyer
    elif paper.kind == "quote":
        sides = (paper.buyer,)
    return [[side.name, WORDS[paper.language]["signature"]] for side in sides]


def filled(pairs: list[tuple[str, str]]) -> Tree:
    return [[label, text] for label, text in pairs if text.strip()]


def below(footer: str, seller: Party) -> str:
    """The footer with the seller's legal details, which letters of a company must bear in much of Europe."""
    legal = " · ".join(line.strip() for line in seller.legal.splitlines() if line.strip())
    return "\n".join(each for each in (footer, legal) if each)


def footer(seller: Party, words: Words) -> str:
    tax_number = [words["tax_number"] % seller.tax_number] if seller.tax_number else []
    return " · ".join([seller.name, *tax_number])
