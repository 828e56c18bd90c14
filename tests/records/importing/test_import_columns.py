"""Headings find their fields, in English and Chinese, without two columns claiming the same one."""

from __future__ import annotations

import pytest
from flask import Flask

from salesapp.core.registry import record_type
from salesapp.records.importing.planning.columns import Target, guess_columns, unmatched, words
from salesapp.records.importing.planning.plan import guess_mapping
from tests.records.importing.known_exports import KNOWN_EXPORTS, headings_of
from tests.records.importing.more_exports import MORE_EXPORTS

ACCOUNT = (
    Target("name", "text", ("Name", "名称", "account", "company", "公司名称")),
    Target("phone", "phone", ("Phone", "电话")),
    Target("website", "url", ("Website", "网站")),
    Target("annual_revenue", "money", ("Annual revenue", "年收入", "revenue")),
    Target("parent", "link", ("Parent account", "上级客户", "subsidiary of")),
    Target("billing_country", "country", ("Billing country", "国家", "office location")),
    Target("owner", "link", ("Owner", "负责人")),
    Target("external_id", "text", ("External id",)),
)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Account Name", "name"),
        ("公司名称", "name"),
        ("annual_revenue", "annual_revenue"),
        ("AnnualRevenue", "annual_revenue"),
        ("revenue", "annual_revenue"),
        ("Subsidiary of", "parent"),
        ("Tel", "phone"),
        ("联系电话", "phone"),
        ("URL", "website"),
        ("Country", "billing_country"),
        ("Sales agent", "owner"),
        ("负责人", "owner"),
        ("ID", "external_id"),
        ("Annual revenu", "annual_revenue"),
        ("Website (company)", "website"),
    ],
)
def test_a_heading_finds_its_field(heading: str, field: str) -> None:
    targets = (Target("name", "text", ("Name", "account name", "公司名称")), *ACCOUNT[1:])
    assert guess_columns([heading], targets) == {heading: field}


def test_a_heading_nobody_knows_is_left_for_a_person() -> None:
    columns = ["Name", "Favourite colour", "Column C"]
    guessed = guess_columns(columns, ACCOUNT)
    assert guessed == {"Name": "name"}
    assert unmatched(columns, guessed) == ["Favourite colour", "Column C"]


def test_each_field_goes_to_the_column_most_like_it() -> None:
    assert guess_columns(["Company", "Name"], ACCOUNT) == {"Name": "name"}


def test_the_columns_of_the_maven_accounts_are_guessed() -> None:
    columns = ["account", "sector", "revenue", "office_location", "subsidiary_of"]
    assert guess_columns(columns, ACCOUNT) == {
        "account": "name",
        "revenue": "annual_revenue",
        "office_location": "billing_country",
        "subsidiary_of": "parent",
    }


@pytest.mark.parametrize(
    "heading", ["AccountName", "account_name", "Account name *", "account-name", "ACCOUNT NAME"]
)
def test_headings_are_compared_by_their_words(heading: str) -> None:
    assert words(heading) == "account name"


@pytest.mark.parametrize("kind", KNOWN_EXPORTS | MORE_EXPORTS)
def test_the_headings_of_well_known_exports_are_guessed(app: Flask, kind: str) -> None:
    key, wanted = headings_of(kind)
    guessed = guess_mapping(record_type(key), wanted)
    missed = {heading for heading, fields in wanted.items() if fields and guessed.get(heading) not in fields}
    wrong = {heading: field for heading, field in guessed.items() if field not in wanted[heading]}
    assert (wrong, missed) == ({}, set())


FOREIGN = {
    "lead": {
        "Firma": "company", "Name": "name", "Betrag": "estimated_amount", "Kommentar": "description",
        "Telefonnummer": "phone", "E-Mail-Adresse": "email", "Straße": "street", "PLZ": "postal_code",
        "Ort": "city", "Land": "country", "Quelle": "source", "Währung": "currency", "Betreff": "product_interest",
    },
    "account": {
        "Firma": "name", "Branche": "industry", "Umsatz": "annual_revenue", "Adresse": "billing_street",
        "Mitarbeiterzahl": "employees", "USt-IdNr.": "tax_number", "Bemerkungen": "description",
    },
    "contact": {
        "Nom": "family_name", "Prénom": "given_name", "Société": "account", "Adresse e-mail": "email",
        "Téléphone": "phone", "Fonction": "job_title", "Ville": "city", "Commentaires": "description",
    },
    "opportunity": {
        "Oportunidad": "name", "Empresa": "account", "Importe": "amount", "Fecha de cierre": "close_on",
        "Etapa": "stage", "Probabilidad": "probability", "Próximo paso": "next_step", "Propietario": "owner",
    },
    "product": {"Artikelnummer": "code", "Bezeichnung": "name", "Einheit": "unit", "Preis": "price"},
}  # fmt: skip


@pytest.mark.parametrize("key", FOREIGN)
def test_german_french_and_spanish_headings_are_guessed(app: Flask, key: str) -> None:
    guessed = guess_mapping(record_type(key), list(FOREIGN[key]))
    assert guessed == FOREIGN[key]
