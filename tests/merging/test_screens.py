"""Merging as people do it: from the list, from a record, with a colleague in between, and back."""

from __future__ import annotations

import pytest

from salesapp.core.db import db
from salesapp.core.relations.merged import stands_now
from salesapp.invoices.models import BillStatus
from salesapp.invoices.queries import open_invoices
from salesapp.records.merging.models import standing_merge
from tests.invoices.stage import issued, paid
from tests.leads.test_races import at_once
from tests.merging.conftest import anew


def address(*records):
    return f"/{records[0].record_type_key}s/merge?" + "&".join(f"id={each.id}" for each in records)


def test_from_the_list_over_the_comparison_to_one_record_and_back(stage, as_user):
    ada = as_user("ada")
    listed = ada.get("/accounts?select=1").text
    assert f'name="id" value="{stage.goes.id}"' in listed
    comparison = address(stage.stays, stage.goes) + f"&winner={stage.stays.id}"
    page = ada.get(comparison).text
    assert "Merge 2 records" in page
    assert "nordlicht.example" in page
    answer = ada.submit(comparison, action="/accounts/merge", part_name=str(stage.goes.id))
    assert answer.location == f"/accounts/{stage.stays.id}"
    anew()
    assert (stage.stays.name, stage.stays.employees) == ("Nordlicht Energie", 12)
    for path in (f"/accounts/{stage.goes.id}",):
        assert (ada.get(path).status_code, ada.get(path).location) == (302, f"/accounts/{stage.stays.id}")
    assert "merged this with Nordlicht Energie" in ada.get(f"/accounts/{stage.stays.id}/timeline").text
    apart = f"/accounts/{stage.stays.id}/unmerge"
    assert apart in ada.get(f"/accounts/{stage.stays.id}").text
    sheet = ada.get(apart).text
    assert "These become separate records again" in sheet
    assert ada.submit(apart, action=apart).status_code == 303
    anew()
    assert (stage.stays.name, stage.goes.deleted_at) == ("Nordlicht Energie GmbH", None)
    assert ada.get(f"/accounts/{stage.goes.id}").status_code == 200


def test_from_a_record_the_likely_duplicates_come_first(stage, as_user):
    ada = as_user("ada")
    sheet = ada.get(f"/accounts/{stage.stays.id}/merge").text
    assert "same name" in sheet
    assert f"/accounts/merge?id={stage.stays.id}&amp;id={stage.goes.id}" in sheet
    typed = ada.get(f"/accounts/{stage.stays.id}/merge?other_text=Nordlicht+Group")
    assert typed.location == f"/accounts/merge?id={stage.group.id}&id={stage.stays.id}"
    assert "There is no record called" in ada.get(f"/accounts/{stage.stays.id}/merge?other_text=Zzz").text
    assert ada.get(f"/accounts/merge?id={stage.stays.id}").location == f"/accounts/{stage.stays.id}/merge"
    assert ada.get("/accounts/merge").location == "/accounts"


def test_choosing_another_that_stays_asks_anew(stage, as_user):
    page = as_user("ada").htmx(f"{address(stage.stays, stage.goes)}&winner={stage.goes.id}").text
    assert f'name="winner" value="{stage.goes.id}" checked' in page
    assert f'id="part_name-1" name="part_name" type="radio" value="{stage.stays.id}"' in page.replace(
        "checked ", ""
    )


def test_what_is_not_theirs_does_not_exist(stage, as_user):
    ada, rob = as_user("ada"), as_user("rob")
    assert ada.get(address(stage.lead, stage.other)).status_code == 404
    data = {"csrf_token": ada.csrf(), "id": [stage.lead.id, stage.other.id], "winner": stage.lead.id}
    assert ada.post("/leads/merge", data=data).status_code == 404
    assert ada.get(f"/leads/{stage.other.id}/merge").status_code == 404
    assert rob.get(address(stage.stays, stage.goes)).status_code == 403
    anew()
    assert stage.other.deleted_at is None


def test_the_old_address_leads_only_those_on_who_see_where_it_leads(stage, as_user):
    page = address(stage.lead, stage.other) + f"&winner={stage.lead.id}"
    as_user("root").submit(page, action="/leads/merge")
    assert as_user("ada").get(f"/leads/{stage.other.id}").location == f"/leads/{stage.lead.id}"
    assert as_user("cora").get(f"/leads/{stage.other.id}").status_code == 404


def test_what_a_colleague_changed_meanwhile_is_looked_at_again(stage, as_user):
    ada, page = as_user("ada"), address(stage.stays, stage.goes)
    form = ada.filled(page, action="/accounts/merge")
    stage.goes.phone = "+49 40 222"
    db.session.commit()
    answer = ada.post("/accounts/merge", data=form)
    assert answer.status_code == 409
    assert "Someone else has changed Nordlicht Energie" in answer.text
    assert "+49 40 222" in answer.text
    anew()
    assert stage.goes.deleted_at is None


def test_two_people_merge_the_same_two_once(stage, as_user):
    page = address(stage.stays, stage.goes)
    ada, ben = as_user("ada"), as_user("ben")
    forms = [
        ada.filled(page, action="/accounts/merge", winner=str(stage.stays.id)),
        ben.filled(page, action="/accounts/merge", winner=str(stage.goes.id)),
    ]
    keys = {stage.stays.id, stage.goes.id}
    answers = at_once(
        lambda: ada.post("/accounts/merge", data=forms[0]), lambda: ben.post("/accounts/merge", data=forms[1])
    )
    anew()
    [gone] = [key for key in keys if stands_now("account", key) is not None]
    [there] = keys - {gone}
    assert {answer.location for answer in answers} == {f"/accounts/{there}"}


def test_the_undo_of_a_merge_before_the_last_one_undoes_nothing(stage, as_user):
    ada = as_user("ada")
    first = ada.submit(
        address(stage.stays, stage.goes) + f"&winner={stage.stays.id}", action="/accounts/merge"
    )
    assert first.status_code == 303
    key = standing_merge("account", stage.stays.id).id
    ada.submit(address(stage.stays, stage.daughter) + f"&winner={stage.stays.id}", action="/accounts/merge")
    answer = ada.post(f"/accounts/{stage.stays.id}/unmerge?merge={key}", data={"csrf_token": ada.csrf()})
    assert (answer.status_code, "already been undone" in answer.text) == (409, True)
    sheet = ada.get(f"/accounts/{stage.stays.id}/unmerge").text
    assert stage.daughter.name in sheet
    assert ada.post(f"/accounts/{stage.stays.id}/unmerge", data={"csrf_token": ada.csrf()}).status_code == 303


def test_a_converted_lead_says_why_it_is_not_merged(stage, as_user):
    stage.other.converted_at = stage.other.created_at
    db.session.commit()
    page = as_user("root").get(address(stage.lead, stage.other)).text
    assert "This lead was converted" in page
    assert "<button" not in page.split('id="merge-form"')[1].split("</div>")[0]


def test_the_page_reads_in_chinese(stage, cast, as_user):
    cast["ada"].locale = "zh"
    page = as_user("ada").get(address(stage.mara, stage.twin)).text
    assert "合并" in page


@pytest.mark.parametrize("which", ["winner", "loser"])
def test_issued_invoices_stay_as_printed_and_are_found_at_the_one_that_stays(house, as_user, which):
    invoice = issued(house)
    said = (invoice.account_id, invoice.hash, invoice.billing_address)
    other = type(house.account)(name="Another one")
    db.session.add(other)
    db.session.commit()
    stays, goes = (other, house.account) if which == "loser" else (house.account, other)
    finn = as_user("finn")
    finn.submit(address(stays, goes), action="/accounts/merge", winner=str(stays.id))
    anew()
    assert stands_now("account", goes.id) == stays.id
    assert (invoice.account_id, invoice.hash, invoice.billing_address) == said
    assert invoice.status is BillStatus.ISSUED
    assert invoice.order.account_id == stays.id
    assert invoice.number in finn.get(f"/quotes/for/account/{stays.id}").text
    payment = paid(house, invoice, 100)
    assert invoice in open_invoices(payment)
    assert finn.get(f"/invoices/{invoice.id}").status_code == 200
