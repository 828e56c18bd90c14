"""The names beside the dots of a scatter plot can be read, on a phone as at a desk."""

from __future__ import annotations

from salesapp.reports.charts import Point, scatter


def named(places: list[tuple[int, int, str]]) -> list[tuple[str, bool]]:
    """What stands beside each dot, and whether only at a desk."""
    dots = scatter([(x, Point(y, name, "", name)) for x, y, name in places])[2]
    return [(dot.name, dot.minor) for dot in dots]


def test_names_far_from_one_another_stand_beside_their_dots():
    assert named([(10, 10, "Adler"), (100, 90, "Berg")]) == [("Adler", False), ("Berg", False)]


def test_of_names_that_would_cover_one_another_one_stands():
    assert named([(100, 100, "Adler Motors"), (100, 100, "Berg Tools")]) == [
        ("Adler Motors", False),
        ("", True),
    ]


def test_a_name_for_which_a_phone_is_too_narrow_stands_at_a_desk():
    assert named([(100, 100, "Adler Motors"), (80, 100, "Berg Tools")]) == [
        ("Adler Motors", False),
        ("Berg Tools", True),
    ]


def test_a_name_covers_no_dot():
    assert named([(50, 50, "Adler"), (50, 56, "")])[0] == ("", True)
