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
from salesapp.invoices.audit import audit
from salesapp.operating import structure
from salesapp.opportunities import defaults
from tests.concurrency.scene import set_scene
from tests.concurrency.verbs import VERBS, Verb
from tests.quotes.stage import stage
from tests.races import at_once

pytestmark = pytest.mark.postgres_only

ROUNDS = int(os.environ.get("SALESAPP_RACE_ROUNDS", "1"))
SEED = os.environ.get("SALESAPP_RACE_SEED") or str(random.randrange(10**6))
SHARES = 4
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


@pytest.mark.parametrize("share", range(SHARES))
def test_two_verbs_on_one_record_leave_it_whole(house, as_user, share):
    chance = random.Random(f"{SEED} {share}")
    print(f"SALESAPP_RACE_SEED={SEED}")
    browsers = {name: as_user(name) for name in ("ada", "ben", "finn", "root")}
    for one, other in PAIRS[share::SHARES]:
        for _round in range(ROUNDS):
            race(one, other, browsers, house, chance)
    assert faults(audit()) == {}


def race(one: Verb, other: Verb, browsers: dict[str, Any], house: Any, chance: random.Random) -> None:
    scene = set_scene(house)
    presses = [each.prepare(browsers[each.by], scene) for each in (one, other)]
    ahead = chance.choice([(0, 0), (0, chance.uniform(0, HEAD_START)), (chance.uniform(0, HEAD_START), 0)])
    answers = at_once(*(later(press, wait) for press, wait in zip(presses, ahead, strict=True)))
    what = f"{one.name} · {other.name}: {[answer.status_code for answer in answers]}"
    assert all(answer.status_code < 500 for answer in answers), what
    assert any(answer.status_code < 400 for answer in answers), f"{what}: nobody came through"
    set_viewer(SYSTEM)
    found = faults(audit(structure.CHECKS))
    assert found == {}, f"{what}: {found}"


def later(press: Any, seconds: float) -> Any:
    def pressed() -> Any:
        time.sleep(seconds)
        return press()

    return pressed


def faults(found: Any) -> dict[str, str]:
    db.session.rollback()
    return {each.name: each.sentence for each in found if not each.good}
