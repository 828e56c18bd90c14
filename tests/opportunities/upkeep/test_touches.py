"""What a person does with the customer restarts the clock of a deal or lead; putting records in order does not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.process_setup.editing import archive_stage
from salesapp.people.models import User
from salesapp.records.importing.commands import import_command
from salesapp.records.leaving.transfer import transfer

BEGAN = datetime(2024, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def deal(make) -> Opportunity:
    with clock.travel(BEGAN):
        return make(amount=100, close_on=date(2030, 1, 1))


def clocks(made: Opportunity) -> tuple[datetime, datetime]:
    db.session.commit()
    db.session.refresh(made)
    return made.touched_at, made.stage_entered_at


def test_putting_records_in_order_leaves_a_deal_as_stale_as_it_was(deal, cast, stages, as_user):
    root: User = cast["root"]
    deal.assign(cast["ben"], by=root)
    assert clocks(deal) == (BEGAN, BEGAN)
    transfer(cast["ben"], cast["ada"], by=root)
    assert (deal.owner_id, clocks(deal)) == (cast["ada"].id, (BEGAN, BEGAN))
    as_user("root").submit(f"/opportunities/{deal.id}/fields/owner", owner=str(cast["ben"].id), htmx=True)
    db.session.expire_all()
    assert (deal.owner_id, clocks(deal)) == (cast["ben"].id, (BEGAN, BEGAN))
    rank = deal.rank
    archive_stage(deal.stage, {deal.stage_id: stages[1]}, by=root)
    assert (deal.stage_id, clocks(deal), deal.rank) == (stages[1].id, (BEGAN, BEGAN), rank)
    deal.move(stages[2], by=cast["ben"])
    assert min(clocks(deal)) > BEGAN


def test_a_file_that_changes_a_deal_is_no_touch(app, deal, stages, tmp_path):
    file = tmp_path / "deals.csv"
    file.write_text("id,stage,next step\nD1,Proposal,Call\n")
    deal.external_id = "D1"
    with clock.travel(BEGAN):
        db.session.commit()
    columns = ["--map=id=external_id", "--map=stage=stage", "--map=next step=next_step"]
    command = ["opportunity", str(file), *columns, "--match=external_id", "--as=ada@example.com"]
    result = app.test_cli_runner().invoke(import_command, command)
    assert result.exit_code == 0, result.output
    assert (clocks(deal)[0], deal.next_step, deal.stage.name) == (BEGAN, "Call", "Proposal")
