"""`salesapp einvoice`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db, reading
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.invoices.e_invoices.check import breaches, breaches_of_xrechnung
from salesapp.invoices.e_invoices.kept import kept_e_invoice
from salesapp.invoices.e_invoices.models import IssuedEInvoice
from salesapp.invoices.e_invoices.reading import read
from salesapp.invoices.e_invoices.reading.pdf import attached_to
from salesapp.invoices.models import CreditNote, Invoice
from salesapp.quotes.issued.papers import pdf_of
from salesapp.records.tables.table import Unreadable


def _factur_x(document: Any, _kept: IssuedEInvoice) -> bytes:
    """The PDF as it was issued. RuleBroken where its e-invoice is a file of its own."""
    content = pdf_of(document)
    try:
        attached_to(content)
    except Unreadable as without:
        raise RuleBroken(
            _("The PDF of %(number)s has no e-invoice in it.", number=document.title)
        ) from without
    return content


FORMATS: dict[str, Callable[[Any, IssuedEInvoice], bytes]] = {
    "ubl": lambda _document, kept: kept.ubl.encode(),
    "cii": lambda _document, kept: kept.cii.encode(),
    "factur-x": _factur_x,
}


@click.command("einvoice")
@click.argument("number", required=False)
@click.option(
    "--format", "form", type=click.Choice([*FORMATS]), help="factur-x is the PDF with its CII in it."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option(
    "--check",
    "checked",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check this UBL, CII or Factur-X file instead.",
)
def einvoice_command(number: str | None, form: str | None, out: Path | None, checked: Path | None) -> None:
    """Write the e-invoice of an issued invoice or credit note to a file, or check such a file."""
    if checked is not None and number is None and form is None and out is None:
        _check(checked)
    elif checked is None and number and form and out:
        with acting_as(SYSTEM), reading():
            out.write_bytes(_content(number, form))
    else:
        raise click.UsageError(_("Give either NUMBER with --format and --out, or --check FILE."))


def _content(number: str, form: str) -> bytes:
    document = _called(number)
    if document is None:
        raise RuleBroken(_("No issued invoice or credit note has the number %(number)s.", number=number))
    kept = kept_e_invoice(document)
    if kept is None:
        raise RuleBroken(_("%(number)s was issued without an e-invoice.", number=document.title))
    return FORMATS[form](document, kept)


def _called(number: str) -> Invoice | CreditNote | None:
    """The document with that number, which only what was issued has."""
    invoice = db.session.scalar(select(Invoice).where(Invoice.number == number))
    return invoice or db.session.scalar(select(CreditNote).where(CreditNote.number == number))


def _check(file: Path) -> None:
    """What the file breaks, one rule a line; exit 1 where there is any."""
    try:
        invoice = read(file.read_bytes())
    except Unreadable as refused:
        raise RuleBroken(str(refused)) from refused
    check = breaches_of_xrechnung if "xrechnung" in invoice.specification else breaches
    found = check(invoice)
    for breach in found:
        click.echo(f"{breach.rule} {breach.field}: {breach.text}")
    if found:
        raise click.exceptions.Exit(1)
