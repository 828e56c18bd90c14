"""Reads official e-invoices into the model. Only the tests do: nothing comes in to the product this way."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from salesapp.invoices.e_invoices.model import EInvoice
from tests.invoices.e_invoices.nodes import Node
from tests.invoices.e_invoices.reading_cii import read_cii
from tests.invoices.e_invoices.reading_ubl import read_ubl


def read(source: Path | bytes) -> EInvoice:
    content = source.read_bytes() if isinstance(source, Path) else source
    root = Node(etree.fromstring(content))
    return read_cii(root) if root.name == "CrossIndustryInvoice" else read_ubl(root)
