import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.customers.duplicates.traits import Traits, host_of, likeness

words = st.text(max_size=40)
traits = st.builds(
    Traits,
    company=st.none() | words,
    person=st.none() | words,
    emails=st.tuples(st.none() | words),
    phones=st.tuples(st.none() | words),
    website=st.none() | words,
)


def alike(one, other):
    shared = one.keys("DE") & other.keys("DE")
    return likeness(one, other, {kind for kind, _value in shared})


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://www.acme.com/de", "acme.com"),
        ("acme.com", "acme.com"),
        ("HTTP://Acme.COM:8080", "acme.com"),
        ("http://www.xn--mller-kva.de", "müller.de"),
        ("nonsense", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_a_web_address_is_compared_by_its_host(website, host):
    assert host_of(website) == host


def test_an_address_of_a_mail_service_says_nothing_about_the_company():
    assert ("domain", "gmail.com") not in Traits(emails=("ada@gmail.com",)).keys("DE")
    assert ("domain", "acme.com") in Traits(emails=("ada@acme.com",)).keys("DE")


def test_the_same_number_in_any_notation_is_one_key():
    notations = ("030 123456", "+49 30 123456", "0049 (30) 12 34 56", "+4930123456")
    assert len({key for number in notations for key in Traits(phones=(number,)).keys("DE")}) == 1


def test_the_same_address_settles_it():
    one = Traits(person="Ada King", emails=("ADA@acme.com",))
    found = alike(one, Traits(person="A. King", emails=("ada@acme.com",)))
    assert (found.score, *found.reasons) == (100, "same e-mail", "similar name")


def test_two_people_behind_one_number_are_two_people():
    one = Traits(person="Ada King", phones=("030 123456",))
    found = alike(one, Traits(person="Zoltan Nagy", phones=("+49 30 123456",)))
    assert (found.score, list(found.reasons)) == (60, ["same phone"])


def test_companies_are_the_same_whatever_their_legal_form():
    found = alike(Traits(company="Acme Corp."), Traits(company="ACME Corporation"))
    assert (found.score, list(found.reasons)) == (90, ["same name"])


def test_more_reasons_make_it_surer():
    one = Traits(company="Acme Corp", website="acme.com")
    assert alike(one, Traits(company="Acme", emails=("info@acme.com",))).score == 95
    assert alike(one, Traits(company="Bolt", emails=("info@acme.com",))).score == 85


def test_people_of_one_company_are_not_the_same_for_its_domain():
    found = alike(
        Traits(person="Ada King", emails=("a@acme.com",)), Traits(person="Bob Hill", emails=("b@acme.com",))
    )
    assert found.score == 0


@given(traits)
def test_whatever_was_typed_gives_keys_that_fit_the_table(one):
    assert all(kind and value for kind, value in one.keys("DE"))


@given(traits, traits)
def test_likeness_is_a_percentage_and_the_same_both_ways(one, other):
    found = alike(one, other)
    assert 0 <= found.score <= 100
    assert found.score == alike(other, one).score
    assert bool(found.reasons) == bool(found.score)
