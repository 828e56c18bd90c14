"""That the bench runs, on very little; what it measures is never a test."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from bench import against, board, exporting, live, moving, queue, report, timing
from bench.acts import FLOW
from bench.board import sign_in
from bench.builds import Usage
from bench.data import Stock
from bench.floor import Shape
from bench.sizes import LEAST
from bench.timing import Cost, Line, Times


@pytest.fixture
def stock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stock:
    for module in (board, live, moving, queue):
        monkeypatch.setattr(module, "ENGINES", ("sqlite",))
    return Stock(tmp_path)


def test_the_board_is_measured_against_floors_that_send_as_much(stock: Stock) -> None:
    bare, first = islice(board.measure(stock, LEAST), 2)
    assert bare.kept is None
    assert first.figures["statements"] <= board.STATEMENTS
    assert first.figures["floor p50 ms"] > 0


def test_open_boards_are_watched(stock: Stock) -> None:
    one, many = live.measure(stock, LEAST)
    assert one.figures["ratio"] > 0
    assert many.figures["questions"] >= LEAST.boards


def test_the_call_list_and_duplicates_are_found_in_a_large_company(stock: Stock) -> None:
    lines = list(queue.measure(stock, LEAST))
    assert [line.board for line in lines] == ["queue", "match"]
    assert all(line.figures["p50 ms"] > 0 for line in lines)


def test_a_board_that_changed_is_asked_about_what_it_shows_now(stock: Stock) -> None:
    with stock.app("sqlite", LEAST.small) as app:
        board = live.OpenBoard.of(sign_in(app, "rep"))
        board.mark = board.mark.replace(board.mark.split("-")[1], "0")
        assert [board.ask().status for _each in range(2)] == [200, 304]
        assert board.changed == 1


def test_a_part_that_repeats_is_found_on_a_page() -> None:
    shape = Shape.of("<ol><li>a</li><li>b</li></ol>", "<li>.*?</li>")
    assert (shape.head, shape.tail, shape.rows) == ("<ol>", "</ol>", 2)


def test_acts_take_turns() -> None:
    seen: list[str] = []

    def act(name: str) -> Cost:
        seen.append(name)
        return Cost(float(len(seen)), 1.0)

    one, other = timing.in_turns([lambda: act("a"), lambda: act("b")], 2)
    assert seen == ["a"] * timing.WARM + ["b"] * timing.WARM + ["a", "b", "a", "b"]
    assert len(one.samples) == len(other.samples) == 2


def test_a_line_says_whether_its_promise_is_kept() -> None:
    figures = timing.compared(Times((4.0, 4.0), (2.0, 2.0)), Times((2.0, 2.0), (1.0, 1.0)))
    line = Line("board", "Board", figures, "≤ 2 × floor", kept=True, database="sqlite")
    assert "2.00 ×" in report.printed(line)
    assert "kept" in report.printed(line)


def test_a_download_is_measured_until_its_first_and_its_last_byte(stock: Stock) -> None:
    lines = list(exporting.measure(stock, LEAST))
    assert [line.what for line in lines][-2:] == ["300 leads as XLSX", "300 leads as CSV"]
    assert all(0 < line.figures["first byte s"] <= line.figures["seconds"] for line in lines)
    assert all(line.figures["MB file"] > 0 for line in lines)


def test_acts_are_done_by_turns_on_another_build_and_on_this_one(
    stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(against, "WARM", 0)
    sizes, names = replace(LEAST, rounds=1), ("move-card", "sell")
    compared = {each.name: each for each in against.compare("HEAD", stock, "sqlite", sizes, names)}
    flow = compared[FLOW]
    assert {"move a card", "change a quote's line", "record a payment"} <= compared.keys()
    assert all(len(each.before) == len(each.now) == 1 for each in compared.values())
    assert all(usage.cpu > 0 and usage.statements > 0 for usage in (*flow.before, *flow.now))
    assert flow.now[0].statements > compared["issue an invoice"].now[0].statements
    assert "issue an invoice" in against.printed(compared["issue an invoice"])


def test_ratios_are_taken_pair_by_pair() -> None:
    before = [Usage(1.0, 10.0, 4), Usage(1.0, 20.0, 4), Usage(1.0, 40.0, 4)]
    now = [Usage(1.0, 5.0, 2), Usage(1.0, 30.0, 2), Usage(1.0, 10.0, 2)]
    assert against.Compared("an act", before, now).ratio("cpu") == 0.5
    assert against.Compared("an act", before, now).medians("cpu") == (20.0, 10.0)
