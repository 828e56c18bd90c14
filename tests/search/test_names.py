"""Names written together or apart, and numbers without their zeros: what people type and what stands in the file."""

from __future__ import annotations

import pytest

from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.customers.models import Account, Contact
from salesapp.search.queries import find
from salesapp.search.words import asked_words, words


def finds(query, text):
    """As the index does it: of each that was asked for, one begins a word of the text."""
    asked, there = asked_words(query), words(text)
    return bool(asked) and all(
        any(word.startswith(each) for word in there for each in some) for some in asked
    )


@pytest.mark.parametrize(
    "spellings",
    [
        ["De Vries", "DeVries", "Devries", "de vries"],
        ["Van den Berg", "Vandenberg", "VandenBerg", "van denberg", "vanden Berg"],
        ["O\u2019Neil", "O'Neil", "ONeil", "O Neil", "oneil"],
        ["McDonald", "Mc Donald", "Mcdonald", "MacDonald", "Mac Donald", "macdonald"],
        ["Saint-Gobain", "St. Gobain", "St Gobain", "Saint Gobain"],
        ["Sankt Gallen", "St. Gallen", "St.Gallen"],
        ["D'Angelo", "D Angelo", "DAngelo", "dangelo"],
        ["al-Rashid", "Al Rashid", "alrashid"],
        ["Della Rovere", "DellaRovere", "dellarovere"],
        ["Zur Mühlen", "zurmuehlen", "Zurmühlen"],
    ],
)
def test_a_name_is_found_however_it_is_written(spellings):
    missed = [(query, text) for query in spellings for text in spellings if not finds(query, text)]
    assert not missed


@pytest.mark.parametrize(
    ("query", "text"), [("hub spot", "HubSpot"), ("team viewer gmbh", "TeamViewer GmbH")]
)
def test_two_words_may_be_one_in_the_name(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(
    "number", ["ORD-2026-00003", "QUO/2026/00003", "R-00003", "SO-26-0003", "CRN-2026-3", "R00003"]
)
def test_a_document_is_found_without_its_zeros_and_signs(number):
    letters = number.rstrip("0123456789-/") or number[0]
    year = "2026" if "2026" in number else "26" if "-26-" in number else ""
    typed = [
        f"{letters}-{year}-3",
        f"{letters} {year} 3",
        f"{letters}{year}3",
        f"{letters}3",
        f"{letters} 3",
        "3",
        number,
    ]
    missed = [each for each in (one.replace("--", "-") for one in typed) if not finds(each, number)]
    assert not missed
    assert finds("ord-2026-003", "ORD-2026-00003")


@pytest.mark.parametrize(
    ("query", "text"), [("devries", "Vries"), ("saint", "Stahl"), ("ord-2026-3", "ORD-2026-00013")]
)
def test_others_are_not_found(query, text):
    assert not finds(query, text)


def test_who_is_called_so_comes_before_whose_name_only_begins_so(cast):
    for name in ("Kim", "Kimberly", "Kimura"):
        db.session.add(Contact(family_name=name, given_name="Ada"))
        db.session.commit()
    db.session.add(Account(name="Devries Logistics", owner=cast["ada"]))
    db.session.commit()
    with acting_as(cast["ada"]):
        (group,) = find("kim", cast["ada"])
        assert group.records[0].family_name == "Kim"
        assert [group.records[0].name for group in find("de vries", cast["ada"])] == ["Devries Logistics"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("veracruz", ["Vera Cruz Textiles"]),
        ("veracruz textiles", ["Vera Cruz Textiles"]),
        ("account vera", ["Vera Cruz Textiles"]),
        ("ACCOUNTS textiles", ["Vera Cruz Textiles"]),
        ("contact vera", []),
    ],
)
def test_what_has_no_such_word_is_sought_in_two_words_and_by_its_type(cast, typed, found):
    db.session.add(Account(name="Vera Cruz Textiles", owner=cast["ada"]))
    db.session.commit()
    with acting_as(cast["ada"]):
        assert [record.name for group in find(typed, cast["ada"]) for record in group.records] == found
