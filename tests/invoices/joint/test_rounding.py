"""The tax of an invoice of several orders is that of each of them, rounded by itself, and the invoice says so."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from salesapp.core.db import db
from salesapp.core.paper.document import DocumentLanguage
from salesapp.invoices.actions import credit
from salesapp.invoices.actions.joining import invoice_together
from salesapp.invoices.e_invoices.check import breaches
from salesapp.invoices.e_invoices.kept import kept_e_invoice
from salesapp.invoices.e_invoices.of_document import e_invoice_of
from salesapp.invoices.e_invoices.reading import read
from salesapp.invoices.paper import paper_of_credit_note, paper_of_invoice
from tests.invoices.e_invoices.test_of_document import accepted
from tests.invoices.stage import faults, order_of

SAID = "Tax is rounded order by order."
ODD = [("pump", "1", "0", Decimal("10.03"))]


def joint(house, finn, count, lines=ODD, **values):
    invoice = invoice_together(
        [order_of(house, lines, discount="0", **values) for _ in range(count)], by=finn
    )
    invoice.issue(by=finn)
    db.session.commit()
    return invoice


def test_three_orders_are_taxed_as_each_alone_and_the_official_rules_accept_it(german, finn, as_user):
    invoice = joint(german, finn, 3)
    assert (invoice.net, invoice.tax) == (3009, 3 * 191)  # 19 % of 30.09 would be 5.72
    said = accepted(invoice)
    assert said.totals.tax == Decimal("5.73")
    assert SAID in said.notes
    assert SAID in paper_of_invoice(invoice).tax_reasons
    assert SAID in as_user("finn").get(f"/invoices/{invoice.id}").text
    note = credit(invoice, "Wrong", by=finn)
    db.session.commit()
    assert SAID in accepted(note).notes
    assert SAID in paper_of_credit_note(note).tax_reasons
    assert faults() == {}


def test_many_orders_may_be_off_by_more_than_one_alone_could_be(german, finn):
    invoice = joint(german, finn, 9)
    assert (invoice.net, invoice.tax) == (9027, 1719)  # 19 % of 90.27 would be 17.15
    assert breaches(e_invoice_of(invoice)) == []
    assert accepted(invoice).totals.tax == Decimal("17.19")


def test_the_files_of_one_and_of_its_credit_note_pass_the_check_when_they_are_read_again(german, finn):
    invoice = joint(german, finn, 9)
    note = credit(invoice, "Wrong", by=finn)
    db.session.commit()
    for document in (invoice, note):
        kept = kept_e_invoice(document)
        for file in (kept.ubl, kept.cii):
            said = read(file.encode())
            assert breaches(said) == []
            (share,) = said.taxes
            wrong = replace(said, taxes=(replace(share, tax=share.tax + Decimal("0.02")),))
            assert "BR-CO-17" in {each.rule for each in breaches(wrong)}


def test_each_order_is_allowed_what_one_alone_is_and_no_cent_more(german, finn):
    said = e_invoice_of(joint(german, finn, 3))
    (share,) = said.taxes
    first, *rest = share.of_orders
    for more, found in ((1, [False]), (-1, []), (2, [True]), (-2, [True])):  # 5.72 is right anyway
        off = Decimal(more) / 100
        changed = replace(share, tax=share.tax + off, of_orders=((first[0], first[1] + off), *rest))
        wrong = [each for each in breaches(replace(said, taxes=(changed,))) if each.rule == "BR-CO-17"]
        assert [each.blocks for each in wrong] == found
    unexplained = replace(share, tax=share.tax + Decimal("0.02"))
    assert "BR-CO-17" in {each.rule for each in breaches(replace(said, taxes=(unexplained,))) if each.blocks}


def test_nothing_is_said_where_the_tax_is_that_of_the_sum(german, finn):
    invoice = joint(german, finn, 2, [("pump", "1", "0", Decimal("10.00"))])
    assert not invoice.is_rounded_by_order
    assert SAID not in paper_of_invoice(invoice).tax_reasons
    assert SAID not in accepted(invoice).notes


def test_it_is_said_in_both_languages_of_the_paper(german, finn):
    invoice = joint(german, finn, 3, language=DocumentLanguage.BOTH)
    (said,) = paper_of_invoice(invoice).tax_reasons
    assert said.endswith(SAID)
    assert said != SAID
