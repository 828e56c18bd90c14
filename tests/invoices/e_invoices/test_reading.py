"""Files of others are read as they are, however little of an e-invoice is in them."""

from contextlib import suppress
from copy import deepcopy
from xml.etree.ElementTree import tostring

import pytest
from defusedxml.ElementTree import fromstring

from salesapp.invoices.e_invoices.check import breaches
from salesapp.invoices.e_invoices.cii import write_cii
from salesapp.invoices.e_invoices.reading import read
from salesapp.invoices.e_invoices.ubl import write_ubl
from salesapp.records.tables.table import Unreadable
from tests.invoices.e_invoices.examples import look_alikes


@pytest.mark.parametrize("write", [write_ubl, write_cii])
def test_each_element_may_be_missing_and_each_text_be_nonsense(write):
    whole = fromstring(write(look_alikes()["standard"]))
    for place in range(1, len([*whole.iter()])):
        for spoil in (remove, scribble):
            spoiled = deepcopy(whole)
            spoil(spoiled, place)
            with suppress(Unreadable):
                breaches(read(tostring(spoiled)))


def remove(root, place):
    gone = [*root.iter()][place]
    next(each for each in root.iter() if gone in list(each)).remove(gone)


def scribble(root, place):
    [*root.iter()][place].text = "9e999"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Number,Amount",
        b"<Invoice/>",
        b"%PDF-1.7\n",
        b'<!DOCTYPE x [<!ENTITY e "x">]><Invoice>&e;</Invoice>',
    ],
)
def test_what_is_no_e_invoice_is_refused_with_a_sentence(content):
    with pytest.raises(Unreadable, match=r"\.$"):
        read(content)
