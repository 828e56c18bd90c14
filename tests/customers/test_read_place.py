import pytest

from salesapp.core.paper.document import Place
from salesapp.customers.addresses import address_lines, read_place


def place(street, postal_code, city, country, region=""):
    return Place(street=street, postal_code=postal_code, city=city, country=country, region=region)


PLACES = [
    (["Ring 1", "Hof 2", "50667 Köln"], place("Ring 1\nHof 2", "50667", "Köln", "DE")),
    (["2 rue Neuve", "59000 Lille", "France"], place("2 rue Neuve", "59000", "Lille", "FR")),
    (["Keizersgracht 1", "1015 CJ Amsterdam", "Niederlande"], place("Keizersgracht 1", "1015 CJ", "Amsterdam", "NL")),
    (["1 Main St", "Springfield, IL 62701", "United States"], place("1 Main St", "62701", "Springfield", "US", "IL")),
    (["1 High Street", "London", "SW1A 1AA", "United Kingdom"], place("1 High Street", "SW1A 1AA", "London", "GB")),
    (["123 Main St", "Springfield, IL 62701"], place("123 Main St", "62701", "Springfield", "DE", "IL")),
    (["100 86 Stockholm", "Schweden"], place("", "100 86", "Stockholm", "SE")),
    (["ul. Prosta 51", "00-838 Warszawa", "Polen"], place("ul. Prosta 51", "00-838", "Warszawa", "PL")),
    (["1 Quay", "Dublin 2", "D02 AF30", "Ireland"], place("1 Quay", "D02 AF30", "Dublin 2", "IE")),
    (["somewhere"], place("somewhere", "", "", "DE")),
    ([], place("", "", "", "DE")),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), PLACES)
def test_the_parts_of_a_typed_address_are_read(lines, expected):
    assert read_place(lines, home="DE") == expected


def test_what_we_write_ourselves_is_read_back():
    for _lines, ours in PLACES[:5]:
        written = address_lines(
            street=ours.street, city=ours.city, state=ours.region, postal_code=ours.postal_code,
            country=ours.country, home="DE",
        )  # fmt: skip
        assert read_place(written, home="DE") == ours
