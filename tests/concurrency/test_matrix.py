"""Every two verbs that touch one record, pressed at the same moment: one of them waits, is refused or begins again.

Whoever wins, no answer is an error and what is left is whole. SALESAPP_RACE_ROUNDS runs each pair more often, and
SALESAPP_RACE_SEED repeats the order and the delays of a run.
"""

from __future__ import annotations

import os
import random
import time
from itertools import combinations_with_replacement
from typing import Any

import pytest

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.invoices.audit import CHECKS, audit
from salesapp.operating import structure
from salesapp.opportunities.processes import defaults
from tests.concurrency.every_verb import ALONE, Pressed
from tests.concurrency.scene import set_scene
from tests.concurrency.verbs import VERBS, Verb
from tests.quotes.stage import stage
from tests.races import at_once

pytestmark = pytest.mark.postgres_only

ROUNDS = int(os.environ.get("SALESAPP_RACE_ROUNDS", "1"))
SEED = os.environ.get("SALESAPP_RACE_SEED", "1")
SHARES = 4
AT_ONCE = 8
"""Races after which the company is audited: each has records of its own, so what one left broken is still there."""
HEAD_START = 0.03
"""Seconds by which one of them is ahead at most: about as long as a request takes."""
PAIRS = [
    (one, other)
    for one, other in combinations_with_replacement(VERBS, 2)
    if set(one.touches.split()) & set(other.touches.split())
]


@pytest.fixture
def house(cast: dict[str, Any]) -> Any:
    defaults.begin()
    return stage(cast)


@pytest.fixture
def browsers(house: Any, as_user: Any) -> dict[str, Any]:
    return {name: as_user(name) for name in ("ada", "ben", "finn", "root")}


def test_each_verb_comes_through_alone_and_none_of_a_model_is_forgotten(house, browsers, monkeypatch):
    pressed, refused = Pressed(monkeypatch), {}
    for each in VERBS:
        press = each.prepare(browsers[each.by], set_scene(house))
        with pressed.listening():
            answer = press()
        if answer.status_code >= 400:
            refused[each.name] = answer.status_code
    assert refused == {}
    assert pressed.all.keys() - pressed.seen == ALONE, "race it (verbs/), or say why not (every_verb.py)"


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_two_verbs_on_one_record_leave_it_whole(house, browsers, share):
    chance = random.Random(f"{SEED} {share}")  # noqa: S311  delays are no secret
    broken: dict[str, list[str]] = {}
    pairs = PAIRS[share::SHARES] * ROUNDS
    for races in (pairs[begin : begin + AT_ONCE] for begin in range(0, len(pairs), AT_ONCE)):
        names = [f"{one.name} · {other.name}" for one, other in races]
        for name, pair in zip(names, races, strict=True):
            if found := refused(race(*pair, browsers, house, chance)):
                broken.setdefault(name, []).extend(found)
        seen = [fault for faults in broken.values() for fault in faults]
        if found := [each for each in faults((*structure.CHECKS, *CHECKS)) if each not in seen]:
            broken["one of " + ", ".join(names)] = found
    assert broken == {}, f"SALESAPP_RACE_SEED={SEED}"


def race(one: Verb, other: Verb, browsers: dict[str, Any], house: Any, chance: random.Random) -> list[int]:
    """What both answer when they are pressed at once, or one of them a moment before the other."""
    scene = set_scene(house)
    presses = [each.prepare(browsers[each.by], scene) for each in (one, other)]
    ahead = chance.choice([(0, 0), (0, chance.uniform(0, HEAD_START)), (chance.uniform(0, HEAD_START), 0)])
    answers = at_once(*(later(press, wait) for press, wait in zip(presses, ahead, strict=True)))
    return [answer.status_code for answer in answers]


def refused(answers: list[int]) -> list[str]:
    """What is wrong with two answers: an error, or that nobody came through."""
    wrong = [f"answered {status}" for status in answers if status >= 500]
    return wrong if min(answers) < 400 else [*wrong, f"nobody came through: {answers}"]


def later(press: Any, seconds: float) -> Any:
    def pressed() -> Any:
        time.sleep(seconds)
        return press()

    return pressed


def faults(checks: Any) -> list[str]:
    db.session.rollback()
    set_viewer(SYSTEM)
    return [each.sentence for each in audit(checks) if not each.good]
