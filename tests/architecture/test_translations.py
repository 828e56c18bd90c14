"""Every string is translated, and no translation is left over."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Message

from tests.architecture.source import refuse
from tests.architecture.translations import faults, message_fault, written


def test_the_chinese_catalogue_is_complete() -> None:
    refuse("The Chinese catalogue:", faults())


def test_the_words_of_code_and_templates_are_found() -> None:
    places = set(written().values())
    assert any(place.startswith("salesapp/") for place in places)
    assert any(place.startswith("templates/") for place in places)


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("Save", "保存"), ""),
        (Message("Save", ""), "no Chinese"),
        (Message("Save", "保存", flags=["fuzzy"]), "fuzzy"),
        (Message("%(num)s left", "还剩 %(count)s"), "placeholders"),
    ],
)
def test_a_faulty_translation_is_named(message: Message, fault: str) -> None:
    assert (fault in message_fault(message)) if fault else not message_fault(message)
