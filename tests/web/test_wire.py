import gzip
from collections.abc import Callable

from tests.clients import Client


def test_a_page_is_compressed_for_a_browser_that_asks(as_user: Callable[[str], Client]) -> None:
    ada = as_user("ada")
    ada.checks_pages = False
    small = ada.get("/more", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert {"Accept-Encoding", "HX-Request"} <= set(small.headers["Vary"].replace(" ", "").split(","))
    assert "</html>" in gzip.decompress(small.data).decode()
    assert int(small.headers["Content-Length"]) == len(small.data) < 10_000


def test_others_get_it_as_it_is(as_user: Callable[[str], Client]) -> None:
    plain = as_user("ada").get("/more")
    assert "Content-Encoding" not in plain.headers
    assert "</html>" in plain.text


def test_the_frame_is_made_anew_for_another_reader_and_place(as_user: Callable[[str], Client]) -> None:
    ada, cora = as_user("ada"), as_user("cora")
    assert 'aria-current="page"' in ada.get("/board").text
    here = [ada.get("/more").text, cora.get("/more").text]
    assert ["Ada Rep" in each for each in here] == [True, False]


def test_what_htmx_narrows_by_itself_comes_without_the_menus(as_user):
    ada, narrowed = as_user("ada"), {"HX-Request": "true", "HX-Request-Type": "full"}
    ada.checks_pages = False
    whole, part = ada.get("/leads").text, ada.get("/leads", headers=narrowed).text
    assert 'class="bottombar"' in whole
    assert 'class="bottombar"' not in part
    assert 'id="records"' in part
    assert "<title>" in part
    back = ada.get("/leads", headers=narrowed | {"HX-History-Restore-Request": "true"}).text
    assert 'class="bottombar"' in back
