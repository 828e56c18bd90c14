"""Which verbs of models are pressed by a race, and why the others need none of their own."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from salesapp.core.db import Base
from tests.story.test_replay import verbs


class Pressed:
    """Notes which verbs of models are carried out while it listens."""

    def __init__(self, monkeypatch: Any) -> None:
        self.seen: set[str] = set()
        self.listens = False
        self.all = {name: where for where, name in _each()}
        for name, (owner, attribute) in self.all.items():
            monkeypatch.setattr(owner, attribute, self._noting(name, owner.__dict__[attribute]))

    def _noting(self, name: str, verb: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(verb)
        def noted(*arguments: Any, **named: Any) -> Any:
            if self.listens:
                self.seen.add(name)
            return verb(*arguments, **named)

        return noted

    @contextmanager
    def listening(self) -> Iterator[None]:
        self.listens = True
        try:
            yield
        finally:
            self.listens = False


def _each() -> Iterator[tuple[tuple[type, str], str]]:
    """Each verb once, where it is written: what several models inherit is one."""
    for mapper in Base.registry.mappers:
        for name, _wanted in verbs(mapper.class_):
            owner = next(each for each in mapper.class_.__mro__ if name in each.__dict__)
            yield (owner, name), f"{owner.__name__}.{name}"


REASONS = {
    "raced in tests/leads/test_races.py": "Workable.claim",
    "raced in tests/people/test_licences.py": "User.activate",
    "within `amend`, which holds the order that is amended and then its deal": "Closable.correct_won_amount",
    "only an import does it, in the transaction of its batch": "HasLines.bring_line",
    "within archiving a stage, which is raced with moves into it": "Staged.resettle",
    "no page does it: scripts and the demo's story say it in place of `fulfil`": "Order.fulfil_rest",
    "the worker does it under the quote's lock, as the customer's answers do, and asks its state there": """
        Sent.expire""",
    "under the lock of the lead, as rating and disqualifying it are": """
        Workable.mark Workable.reactivate Workable.undo_disqualify""",
    "under the lock of the deal and on its own rows, as its lines are": """
        HasCompetitors.add_competitor HasCompetitors.remove_competitor HasLines.follow_lines HasLines.keep_typed
        HasLines.move_line HasLines.restore_line HasLines.undo_adding HasTeam.add_contact HasTeam.remove_contact
        HasTeam.remove_member Plannable.complete_next_step Plannable.plan_next_step Staged.tick Staged.untick""",
    "under the lock of the deal, as moving, winning and reopening it are; what is undone is the last event there": """
        Approvable.undo_close Approvable.undo_rejection Closable.undo_move Staged.change_process""",
    "under the lock of the deal, as renewing it is": """
        Renewable.clone Renewable.split Renewable.renewed_by Renewable.not_renewed_by""",
    "under the lock of the draft, as adding, changing and removing its lines and options are": """
        Adjustable.adjust Adjustable.drop_adjustment Adjustable.price_per HasOptions.move_option
        HasOptions.restore_option
        SalesDocument.add_text SalesDocument.assign SalesDocument.deliver_to SalesDocument.move_line
        SalesDocument.restore_line SalesDocument.update_tax_rates""",
    "under the lock of the document, as deciding on its discount and withdrawing it are": """
        Approvable.submit_for_approval Approvable.undo_decision""",
    "under the lock of the quote, as accepting and declining it are": "Answered.ask_for_change",
    "under the lock of the request's deal, as agreeing to help is": "SpecialistRequest.decline",
    "under the lock of the activity, as completing it is": "Activity.reopen",
    "under the lock of the fair, and what is captured is new": "Fair.capture Fair.take Fair.end Fair.resume",
    "it sets one row, which no rule of another record reads: whoever comes last has said how it is": """
        Dashboard.offer_to_role File.remove File.restore Invitable.invite Offered.offer_to PicklistEntry.archive
        PicklistEntry.unarchive SavedBoard.share User.set_password WebForm.switch""",
    "set-up of rows that carry their version: two administrators meet the three-way merge": """
        AssignmentRule.switch LeadLimits.change LeadQueue.set_members LeadScoreRule.switch NamedStatus.move
        NamedStatus.unarchive""",
    "one at a time (`one_at_a_time`), and the rows are read anew behind it": "PicklistEntry.move",
    "restored like accounts and documents, which are raced": """
        OnlyDefault.came_out_of_bin User.came_out_of_bin""",
}
"""Why → the verbs that are pressed by no race, separated by spaces."""
ALONE = {name for names in REASONS.values() for name in names.split()}
