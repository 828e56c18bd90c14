"""The page check itself: a good page passes, each broken one is refused with the mend."""

from __future__ import annotations

import pytest

from tests.pages import check_answer, check_fragment, check_page, without_lots

GOOD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<script src="/static/htmx.js" defer></script><title>Leads – salesapp</title></head>
<body><main><h1>Leads</h1>
<form method="post" action="/leads"><input type="hidden" name="csrf_token" value="x">
<input type="hidden" name="once" value="y">
<label for="name">Name</label><input id="name" name="name" aria-describedby="hint"><p id="hint">As on the card</p>
<button>Save</button></form>
<a href="/leads/1" hx-get="/leads/1" hx-target="#panel">Ada</a><div id="panel"></div>
</main></body></html>"""


def test_a_good_page_passes() -> None:
    check_page(GOOD)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("</main>", "</div>", "nest the tags"),
        ("<h1>Leads</h1>", "<h1>Leads</h1><h1>More</h1>", "exactly one"),
        ("<h1>Leads</h1>", "<h1>Accounts</h1>", "does not begin with the h1"),
        ('lang="en"', 'lang="de"', "say en or zh-Hans"),
        ('id="hint"', 'id="name"', "make it unique"),
        ('<label for="name">Name</label>', "", "has no label"),
        ("<button>Save</button>", "<button></button>", "says nothing"),
        ("<button>Save</button>", '<button><img src="/x.svg">Save</button>', "has no alt"),
        (' action="/leads"', "", "work without JavaScript"),
        ("csrf_token", "token", "carries no csrf_token"),
        ('name="once"', 'name="twice"', "carries no once"),
        (' action="/leads"', ' action="/leads/1/edit"', "without saying what it was"),
        ('aria-describedby="hint"', 'aria-describedby="gone"', "not in the page"),
        ('hx-target="#panel"', 'hx-target="#gone"', "not in the page"),
        ("As on the card", "None", "say what is missing"),
        ("As on the card", "{{ hint }}", "format the value"),
        ("As on the card", "%(name)s", "format the value"),
        ('name="name"', 'name="name" value="None"', "empty value"),
        ("<button>", '<button style="color: red">', "inline code"),
        ("<button>", '<button onclick="go()">', "inline code"),
        ('href="/leads/1"', 'href="javascript:go()"', "inline code"),
        ("</main>", "<script>go()</script></main>", "Move it to static/"),
        ("hx-get", "hx-vals", "outside the house's htmx"),
    ],
)
def test_a_broken_page_is_refused_with_the_mend(old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    with pytest.raises(AssertionError, match=complaint):
        check_page(GOOD.replace(old, new))


def test_an_error_page_says_so_in_its_title() -> None:
    check_page(GOOD.replace("<title>Leads", "<title>Error: Leads"))


def test_a_fragment_has_one_root_with_an_id() -> None:
    check_fragment('<article id="card-1"><h2>Deal</h2></article>')
    check_fragment('<tr id="row-1"><td>Deal</td></tr>')
    with pytest.raises(AssertionError, match="a fragment has one"):
        check_fragment('<p id="a">One</p><p id="b">Two</p>')
    with pytest.raises(AssertionError, match="without an id"):
        check_fragment("<p>One</p>")


def test_an_answer_may_change_several_places() -> None:
    check_answer('<p id="a" hx-swap-oob="true">One</p><p hx-swap-oob="innerHTML:#b">Two</p>')


def test_a_label_in_an_answer_names_an_input_of_the_answer() -> None:
    with pytest.raises(AssertionError, match="not in the fragment"):
        check_answer('<p id="a"><label for="gone">Name</label></p>')


def test_a_page_that_was_in_order_is_known_again_and_one_with_a_lot_used_twice_is_not() -> None:
    toasts = '<p id="toast-{}">Saved</p><p id="toast-{}">Saved</p>'
    first, again, twice = (
        toasts.format(*lots) for lots in (["a" * 8, "b" * 8], ["c" * 8, "d" * 8], ["e" * 8] * 2)
    )
    assert without_lots(first) == without_lots(again) != without_lots(twice)
    check_answer(first)
    check_answer(again)
    with pytest.raises(AssertionError, match="toast-eeeeeeee"):
        check_answer(twice)
