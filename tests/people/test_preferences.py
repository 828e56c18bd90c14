"""What somebody prefers is one form, and a list looks as it says."""

from __future__ import annotations


def test_the_room_of_lists_is_chosen_among_the_preferences_too(as_user):
    ada = as_user("ada")
    assert "data-roomy" not in ada.get("/accounts").text
    ada.submit("/preferences", action="/preferences", roomy_lists="y", zone="Asia/Shanghai")
    assert "data-roomy" in ada.get("/accounts").text
    page = ada.get("/preferences").text
    assert "Asia/Shanghai" in page
    ada.submit("/preferences", action="/preferences", roomy_lists=None)
    assert "data-roomy" not in ada.get("/accounts").text
