"""The conversion sheet: what it proposes and shows, and that what is written is what was shown."""

from __future__ import annotations

from sqlalchemy import func, select

from salesapp.activities.models import Activity
from salesapp.core.db import db
from salesapp.customers.models import Account, Contact
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import SalesProcess, Stage
from tests.markup import Page


def counts() -> list[int]:
    return [
        db.session.scalar(select(func.count()).select_from(model))
        for model in (Account, Contact, Opportunity)
    ]


def sheet_of(lead: Lead) -> str:
    return f"/leads/{lead.id}/convert"


def submit(browser, lead, *, htmx=False, **fields):
    return browser.submit(sheet_of(lead), action=sheet_of(lead), htmx=htmx, **fields)


def checked(html: str, name: str) -> str:
    radios = [e for e in Page(html).elements if e.get("name") == name and "checked" in e.attrib]
    assert len(radios) == 1
    return radios[0].attrib["value"]


def fresh(lead: Lead) -> Lead:
    db.session.expire_all()
    return lead


def test_the_best_matches_are_chosen_with_reasons_and_what_will_be_filled(
    as_user, mara, nordlicht, known_mara
):
    page = as_user("ada").get(sheet_of(mara)).text
    assert checked(page, "account") == str(nordlicht.id)
    assert checked(page, "contact") == str(known_mara.id)
    assert checked(page, "opportunity") == "new"
    for expected in (
        "same web domain",
        "same e-mail",
        "Billing city",
        "Website stays https://www.nordlicht.example/de",
    ):
        assert expected in page


def test_without_a_match_new_records_are_proposed(as_user, mara):
    page = as_user("ada").get(sheet_of(mara)).text
    assert [checked(page, name) for name in ("account", "contact", "opportunity")] == ["new", "new", "new"]
    assert 'value="Nordlicht Energie"' in page


def test_a_private_person_gets_no_account(as_user, make_lead):
    page = as_user("ada").get(sheet_of(make_lead("Karl Berg", phone="0431 123456"))).text
    assert [checked(page, name) for name in ("account", "contact")] == ["none", "new"]


def test_the_account_of_a_known_contact_is_proposed(as_user, make_lead, nordlicht, known_mara):
    known_mara.email = "mara@web.de"
    lead = make_lead("Mara Stein", email="mara@web.de")
    page = as_user("ada").get(sheet_of(lead)).text
    assert checked(page, "account") == str(nordlicht.id)
    assert "Mara Stein works there" in page


def test_one_press_converts_as_shown(as_user, mara, nordlicht, known_mara):
    answer = submit(as_user("ada"), mara)
    opportunity = db.session.scalars(select(Opportunity)).one()
    assert (answer.status_code, answer.location) == (303, f"/opportunities/{opportunity.id}")
    assert counts() == [1, 1, 1]
    assert (fresh(mara).account_id, mara.contact_id) == (nordlicht.id, known_mara.id)
    assert (nordlicht.phone, nordlicht.website) == ("+49 40 1234567", "https://www.nordlicht.example/de")


def test_new_records_hold_what_was_typed(as_user, mara):
    submit(
        as_user("ada"),
        mara,
        **{
            "account-name": "Nordlicht SE",
            "contact-job_title": "",
            "opportunity-name": "Solar 2027",
            "opportunity-amount": "30k",
            "opportunity-close_on": "2027-03-01",
        },
    )
    account = db.session.scalars(select(Account)).one()
    contact = db.session.scalars(select(Contact)).one()
    opportunity = db.session.scalars(select(Opportunity)).one()
    assert (account.name, account.billing_city) == ("Nordlicht SE", "Hamburg")
    assert (contact.job_title, contact.mobile) == (None, "+49 170 7654321")
    assert (opportunity.name, opportunity.amount, str(opportunity.close_on)) == (
        "Solar 2027",
        3_000_000,
        "2027-03-01",
    )


def test_without_an_opportunity_one_goes_on_with_the_contact(as_user, mara):
    answer = submit(as_user("ada"), mara, opportunity="none")
    assert counts() == [1, 1, 0]
    assert answer.location == f"/contacts/{fresh(mara).contact_id}"


def test_a_follow_up_is_planned(as_user, mara):
    submit(as_user("ada"), mara, task="Send the offer", task_due="2026-12-01")
    assert db.session.scalars(select(Activity.subject)).one() == "Send the offer"


def test_an_error_is_shown_in_its_panel_and_nothing_is_written(as_user, mara):
    answer = submit(as_user("ada"), mara, **{"contact-family_name": "", "contact-email": "mara@"})
    assert answer.status_code == 422
    page = Page(answer.text)
    invalid = [e.get("name") for e in page.elements if e.get("aria-invalid") == "true"]
    assert invalid == ["contact-family_name", "contact-email"]
    assert counts() == [0, 0, 0]


def test_a_broken_rule_is_shown_in_its_panel_and_nothing_is_written(as_user, mara):
    for stage in db.session.scalars(select(Stage)):
        stage.active = False
    answer = submit(as_user("ada"), mara)
    assert answer.status_code == 422
    assert "no active stage" in answer.text
    assert counts() == [0, 0, 0]
    assert fresh(mara).converted_at is None


def test_a_negative_amount_is_refused_beside_its_field(as_user, mara):
    answer = submit(as_user("ada"), mara, **{"opportunity-amount": "-5"})
    assert answer.status_code == 422
    assert "An amount can’t be negative." in answer.text
    assert counts() == [0, 0, 0]


def test_choosing_neither_account_nor_contact_is_refused_in_words(as_user, mara):
    answer = submit(as_user("ada"), mara, account="none", contact="none", opportunity="none")
    assert answer.status_code == 422
    assert "Convert the lead to an account, a contact or both." in answer.text


def test_what_changed_meanwhile_is_shown_before_it_is_written(as_user, mara, nordlicht, known_mara):
    ada = as_user("ada")
    form = ada.filled(sheet_of(mara), action=sheet_of(mara))
    nordlicht.phone = "+49 40 999"
    answer = ada.post(sheet_of(mara), data=form)
    assert answer.status_code == 422
    assert "Review what will be filled in for Nordlicht Energie GmbH" in answer.text
    assert "Phone stays +49 40 999" in answer.text
    assert fresh(mara).converted_at is None
    again = ada.post(
        sheet_of(mara), data=form | {f"seen-account-{nordlicht.id}": seen(answer.text, nordlicht)}
    )
    assert again.status_code == 303
    assert fresh(nordlicht).phone == "+49 40 999"


def seen(html: str, account: Account) -> str:
    return next(
        e.attrib["value"] for e in Page(html).elements if e.get("name") == f"seen-account-{account.id}"
    )


def test_a_change_that_touches_nothing_shown_does_not_stop_it(as_user, mara, nordlicht, known_mara):
    ada = as_user("ada")
    form = ada.filled(sheet_of(mara), action=sheet_of(mara))
    nordlicht.employees = 40
    assert ada.post(sheet_of(mara), data=form).status_code == 303


def test_a_found_account_is_shown_before_it_is_used(as_user, mara):
    bolt = Account(name="Bolt AG")
    db.session.add(bolt)
    ada = as_user("ada")
    form = ada.filled(sheet_of(mara), action=sheet_of(mara), account="find", found_account_text="Bolt AG")
    first = ada.post(sheet_of(mara), data=form)
    assert first.status_code == 422
    assert checked(first.text, "account") == str(bolt.id)
    assert "Your choice" in first.text
    shown = {
        e.attrib["name"]: e.get("value", "") for e in Page(first.text).elements if e.get("type") == "hidden"
    }
    second = ada.post(sheet_of(mara), data=form | shown | {"account": str(bolt.id), "found_account_text": ""})
    assert second.status_code == 303
    assert fresh(mara).account_id == bolt.id


def test_finding_without_a_find_asks_for_one(as_user, mara):
    answer = submit(as_user("ada"), mara, contact="find")
    assert answer.status_code == 422
    assert "Choose one from the list." in answer.text


def test_the_sheet_is_redrawn_as_choices_change(as_user, mara, nordlicht, known_mara, cast):
    frame = Opportunity.open_new(name="Frame contract", by=cast["ada"], account=nordlicht)
    ada = as_user("ada")
    form = ada.filled(sheet_of(mara), action=sheet_of(mara))
    answer = ada.htmx(f"{sheet_of(mara)}/check", method="POST", data=form | {"account": "new"})
    assert answer.status_code == 200
    assert checked(answer.text, "account") == "new"
    assert "Frame contract" not in answer.text
    answer = ada.htmx(f"{sheet_of(mara)}/check", method="POST", data=form | {"account": str(nordlicht.id)})
    assert "Frame contract" in answer.text
    assert f'value="{frame.id}"' in answer.text
    assert fresh(mara).converted_at is None


def test_an_open_opportunity_of_the_account_is_used(as_user, mara, nordlicht, known_mara, cast):
    frame = Opportunity.open_new(name="Frame contract", by=cast["ada"], account=nordlicht)
    db.session.flush()
    answer = submit(as_user("ada"), mara, opportunity=str(frame.id))
    assert answer.location == f"/opportunities/{frame.id}"
    assert counts() == [1, 1, 1]


def test_an_opportunity_of_another_account_is_asked_for_again(as_user, mara, nordlicht, known_mara, cast):
    frame = Opportunity.open_new(name="Frame contract", by=cast["ada"], account=nordlicht)
    db.session.flush()
    answer = submit(as_user("ada"), mara, account="new", opportunity=str(frame.id))
    assert answer.status_code == 422
    assert "belongs to another customer" in answer.text
    assert fresh(mara).converted_at is None


def test_an_opportunity_of_a_private_contact_is_offered(as_user, make_lead, known_mara, cast):
    known_mara.account_id = None
    frame = Opportunity.open_new(name="Frame contract", by=cast["ada"], contact=known_mara)
    db.session.flush()
    lead = make_lead("Mara Stein", email="mara@nordlicht.example")
    page = as_user("ada").get(sheet_of(lead)).text
    assert "Frame contract" not in page, "an account of the same domain is proposed first"
    answer = submit(as_user("ada"), lead, account="none", opportunity=str(frame.id))
    assert answer.status_code == 422
    assert "Account" in answer.text


def test_several_processes_can_be_chosen_from(as_user, mara):
    second = SalesProcess(name="Renewals", position=2, active=True, is_default=False)
    second.stages = [Stage(name="Ask", position=1)]
    db.session.add(second)
    db.session.flush()
    submit(as_user("ada"), mara, sales_process=str(second.id))
    assert db.session.scalars(select(Opportunity)).one().process_id == second.id


def test_a_record_that_does_not_exist_is_no_target(as_user, mara):
    for name in ("account", "contact", "opportunity"):
        assert submit(as_user("ada"), mara, **{name: "4711"}).status_code == 404
    assert counts() == [0, 0, 0]


def test_somebody_elses_opportunity_is_no_target(as_user, mara, nordlicht, known_mara, cast):
    theirs = Opportunity.open_new(name="Coras", by=cast["cora"], account=nordlicht)
    db.session.flush()
    ada = as_user("ada")
    assert "Coras" not in ada.get(sheet_of(mara)).text
    assert submit(ada, mara, opportunity=str(theirs.id)).status_code == 404
    assert fresh(mara).converted_at is None


def test_who_makes_no_opportunities_converts_without(as_user, mara):
    mia = as_user("mia")
    page = mia.get(sheet_of(mara)).text
    assert checked(page, "opportunity") == "none"
    assert "Your role can’t create opportunities" in page
    assert submit(mia, mara, opportunity="new").status_code == 303
    assert counts() == [1, 1, 0]


def test_a_second_press_gives_the_first_answer(as_user, mara):
    ada = as_user("ada")
    form = ada.filled(sheet_of(mara), action=sheet_of(mara))
    first, second = ada.post(sheet_of(mara), data=form), ada.post(sheet_of(mara), data=form)
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert counts() == [1, 1, 1]


def test_who_comes_later_is_sent_to_what_it_became(as_user, mara, cast):
    ben = as_user("ben")
    form = ben.filled(sheet_of(mara), action=sheet_of(mara))
    became = convert(mara, Choices(New(), New(), New()), by=cast["ada"])
    for answer in (ben.get(sheet_of(mara)), ben.post(sheet_of(mara), data=form)):
        assert answer.location == f"/leads/{mara.id}"
    page = ben.get(f"/leads/{mara.id}").text
    assert "Mara Stein has already been converted." in page
    assert f'href="/opportunities/{became.opportunity.id}"' in page
    redrawn = ben.htmx(f"{sheet_of(mara)}/check", method="POST", data=form)
    assert redrawn.headers["HX-Redirect"] == f"/leads/{mara.id}"


def test_without_script_the_sheet_is_a_page(as_user, mara):
    ada = as_user("ada")
    assert "<html" in ada.get(sheet_of(mara)).text
    assert "<html" not in ada.htmx(sheet_of(mara)).text
    refused = submit(ada, mara, htmx=True, **{"account-name": ""})
    assert refused.status_code == 422
    assert "<dialog" not in refused.text
    assert 'id="convert-form"' in refused.text


def test_errors_are_summed_up_on_top_with_links(as_user, mara):
    answer = submit(as_user("ada"), mara, **{"account-name": "", "contact-family_name": ""})
    page = Page(answer.text)
    links = [e.attrib["href"] for e in page.elements if e.tag == "a" and e.get("href", "").startswith("#")]
    assert {"#account-name", "#contact-family_name"} <= set(links)
    assert "<title>Error: Convert the lead" in answer.text
