"""Says in a PDF's own description (XMP) that a Factur-X invoice is attached to it.

The typesetter attaches files but writes no descriptions of ours, so the description is written once more behind the
finished file: an incremental update, which leaves every byte before it as it is and is allowed in PDF/A.
"""

from __future__ import annotations

import re
from hashlib import md5

FILE_NAME = "factur-x.xml"
LEVEL = "EN 16931"
NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
PROPERTIES = {
    "DocumentFileName": ("Name of the embedded XML invoice file", FILE_NAME),
    "DocumentType": ("INVOICE", "INVOICE"),
    "Version": ("The actual version of the Factur-X data", "1.0"),
    "ConformanceLevel": ("The conformance level of the Factur-X data", LEVEL),
}
"""What Factur-X wants to be told: name → what it means, its value."""

DESCRIBED = re.compile(
    rb"\n(\d+) 0 obj\n<</Length \d+/Type/Metadata/Subtype/XML>>\nstream\n(.*?)\nendstream", re.DOTALL
)
TRAILER = re.compile(
    rb"trailer\n<</Size (?P<size>\d+)/Root (?P<root>\d+ 0 R)/Info (?P<info>\d+ 0 R)/ID\[(?P<id>\(.*?\))\(.*?\)\]>>\n"
    rb"startxref\n(?P<start>\d+)\n%%EOF\s*\Z",
    re.DOTALL,
)


def describe(pdf: bytes) -> bytes:
    """The PDF with the description of its invoice. ValueError for a file that the typesetter did not write."""
    described, trailer = DESCRIBED.search(pdf), TRAILER.search(pdf)
    if described is None or trailer is None:
        raise ValueError("a PDF with another structure than the typesetter's")
    number, description = described[1], _described(described[2])
    if not pdf.endswith(b"\n"):
        pdf += b"\n"
    row = len(pdf)
    pdf += b"%s 0 obj\n<</Length %d/Type/Metadata/Subtype/XML>>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        len(description),
        description,
    )
    table = len(pdf)
    return pdf + (
        b"xref\n%s 1\n%010d 00000 n\r\ntrailer\n<</Size %s/Root %s/Info %s/ID[%s<%s>]/Prev %s>>\nstartxref\n%d\n%%%%EOF"
        % (
            number,
            row,
            trailer["size"],
            trailer["root"],
            trailer["info"],
            trailer["id"],
            md5(description, usedforsecurity=False).hexdigest().encode(),
            trailer["start"],
            table,
        )
    )


def _described(xmp: bytes) -> bytes:
    """The description with the four properties, and with their schema among those that PDF/A wants explained."""
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, (_meaning, value) in PROPERTIES.items())
    said = f'<rdf:Description rdf:about="" xmlns:fx="{NAMESPACE}">{values}</rdf:Description></rdf:RDF>'
    opening = b"<pdfaExtension:schemas><rdf:Bag>"
    if xmp.count(opening) != 1 or xmp.count(b"</rdf:RDF>") != 1:
        raise ValueError("a description of another structure than the typesetter's")
    explained = xmp.replace(opening, opening + _schema().encode())
    return explained.replace(b"</rdf:RDF>", said.encode())


def _schema() -> str:
    rows = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
        for name, (meaning, _value) in PROPERTIES.items()
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI>"
        "<pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{rows}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
