"""Reports of companies that sell in several ways: stages of the same name stay apart and say whose they are."""

from __future__ import annotations

from salesapp.core.access import set_viewer
from salesapp.core.db import db
from salesapp.opportunities.processes.models import SalesProcess, Stage
from salesapp.records.filters.words import sentence
from salesapp.records.lists.listing import Criteria
from salesapp.reports.running import run
from salesapp.reports.shipped import SHIPPED


def test_stages_of_two_processes_stay_apart_process_by_process_and_each_opens_its_rows(open_deal, cast):
    first = open_deal("Pumps", "ada", 1_000_00)
    own = first.process
    other = SalesProcess(name="Renewals", position=own.position + 1)
    other.stages = [Stage(name=own.first_stage.name, position=0, probability=50)]
    other.stages += [Stage(name="Sign", position=1, probability=90)]
    db.session.add(other)
    db.session.flush()
    second, third = open_deal("Service", "ada", 200_00), open_deal("Parts", "ada", 30_00)
    second.process_id, second.stage_id = other.id, other.stages[0].id
    third.process_id, third.stage_id = other.id, other.stages[1].id
    db.session.commit()
    set_viewer(cast["ada"])
    for key in ("pipeline-by-stage", "pipeline-by-process"):
        report = next(each for each in SHIPPED if each.key == key).report
        found = run(report)
        grouping = found.groupings[0] if found.across is None else found.across
        keys = [row[0] for row in found.rows] if found.across is None else found.columns
        assert [grouping.name(each) for each in keys] == [
            f"{own.name} · {own.first_stage.name}",
            f"Renewals · {own.first_stage.name}",
            "Renewals · Sign",
        ]
        for each, deal in zip(keys, (first, second, third), strict=True):
            row, column = ((each,), ...) if found.across is None else (None, each)
            opened = found.opened(row, column)
            again = Criteria.from_args(opened.type, opened.args)
            assert db.session.scalars(again.statement()).all() == [deal]
            assert found.value(found.at(row, column)) == deal.amount
            assert deal.stage.name in sentence(opened.type, again.asked)
