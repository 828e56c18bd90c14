"""Which field of a lead goes where when it is converted: as set-up says, and never where it does not fit."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.core.registry import record_type
from salesapp.customers.kinds import CustomerSource
from salesapp.leads.conversion import actions, field_mapping, mapped_values
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.conversion.field_mapping import TARGETS, LeadMapping, defaults, destinations, sources
from salesapp.leads.conversion.undo import unconvert
from salesapp.leads.kinds import Rating
from salesapp.leads.models import LEAD
from salesapp.marketing.kinds import LeadSource
from salesapp.marketing.models import Campaign
from salesapp.opportunities.models import Opportunity

PATH = "/lead-mappings"


@pytest.fixture
def mapped(cast):
    """`mapped({("mobile", "contact"): "phone"})`: the pairs we begin with, less and more; "" takes one away."""

    def change(more: dict[field_mapping.Pair, str]) -> None:
        wanted = {pair: name for pair, name in (defaults() | more).items() if name}
        field_mapping.change(wanted, by=cast["root"])
        db.session.commit()

    return change


def test_a_company_begins_with_the_pairs_there_always_were(cast):
    assert field_mapping.mapping() == defaults()
    for lead_field, key, name in field_mapping.DEFAULTS:
        assert field_mapping.possible(lead_field, key, name)


def test_values_go_where_the_mapping_says(mara, mapped):
    mara.rating, mara.source, mara.country = Rating.HOT, LeadSource.SOCIAL, "DE"
    mapped(
        {
            ("phone", "account"): "",
            ("mobile", "account"): "phone",
            ("rating", "contact"): "department",
            ("country", "opportunity"): "next_step",
            ("product_interest", "account"): "description",
        }
    )
    account = mapped_values.for_account(mara)
    assert (account["phone"], account["description"]) == (mara.mobile, "Rooftop solar")
    assert account["source"] == CustomerSource.SOCIAL_MEDIA
    assert mapped_values.for_contact(mara)["department"] == "Hot"
    opportunity = mapped_values.for_opportunity(mara)
    assert (opportunity["next_step"], opportunity["source"]) == ("Germany", "social")


def test_what_records_cannot_do_without_goes_there_whatever_is_mapped(mara, cast):
    field_mapping.change({}, by=cast["root"])
    assert mapped_values.for_account(mara) == {"name": "Nordlicht Energie"}
    assert mapped_values.for_opportunity(mara) == {"name": "Rooftop solar", "currency": "EUR"}
    became = actions.convert(mara, Choices(New(), New(), New()), by=cast["ada"])
    db.session.commit()
    assert [each.title for each in became.records] == ["Rooftop solar", "Mara Stein", "Nordlicht Energie"]
    assert (became.opportunity.amount, became.contact.email, became.contact.account_id) == (
        None,
        None,
        became.account.id,
    )


def test_a_matched_record_gains_only_what_is_blank_there_and_unconverting_takes_it_back(
    mara, nordlicht, known_mara, mapped, cast
):
    mapped(
        {("mobile", "account"): "phone", ("phone", "account"): "", ("description", "contact"): "description"}
    )
    known_mara.mobile = "+49 151 1"
    db.session.commit()
    gained = actions.account_filling(mara, nordlicht)
    assert gained.fills["phone"] == mara.mobile
    actions.convert(mara, Choices(nordlicht, known_mara), by=cast["ada"])
    db.session.commit()
    assert (nordlicht.phone, known_mara.mobile) == (mara.mobile, "+49 151 1")
    assert known_mara.description == "Wants an offer before Christmas."
    field_mapping.change(defaults(), by=cast["root"])
    unconvert(mara, by=cast["ada"])
    db.session.commit()
    assert (nordlicht.phone, known_mara.mobile, known_mara.description) == (None, "+49 151 1", None)


def test_an_amount_goes_only_into_an_opportunity_of_its_currency(mara, nordlicht, cast):
    dollars = Opportunity.open_new(name="Frame", account=nordlicht, currency="USD", by=cast["ada"])
    assert "amount" not in actions.opportunity_filling(mara, dollars).fills
    assert "description" in actions.opportunity_filling(mara, dollars).fills


@pytest.mark.parametrize(
    ("lead_field", "key", "name"),
    [
        ("phone", "account", "name"),
        ("company", "account", "description"),
        ("estimated_amount", "account", "annual_revenue"),
        ("estimated_amount", "account", "employees"),
        ("rating", "opportunity", "forecast_category"),
        ("description", "contact", "department"),
        ("website", "contact", "department"),
        ("email", "opportunity", "state"),
        ("score", "account", "employees"),
        ("owner", "account", "owner"),
        ("currency", "account", "currency"),
        ("phone", "opportunity", "weighted"),
        ("nothing", "account", "phone"),
        ("phone", "account", "nothing"),
        ("phone", "user", "email"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(cast, lead_field, key, name):
    with pytest.raises(RuleBroken, match="can’t be mapped to") as broken:
        field_mapping.change(defaults() | {(lead_field, key): name}, by=cast["root"])
    assert broken.value.field == f"{lead_field}-{key}"
    assert field_mapping.mapping() == defaults()


def test_two_fields_do_not_go_into_one(cast):
    with pytest.raises(RuleBroken, match="Phone is already filled from Phone"):
        field_mapping.change(defaults() | {("mobile", "contact"): "phone"}, by=cast["root"])


def test_pairs_change_places_and_the_history_says_which(cast):
    swapped = defaults() | {("mobile", "contact"): "phone", ("phone", "contact"): "mobile"}
    assert field_mapping.change(swapped, by=cast["root"])
    db.session.commit()
    assert field_mapping.mapping() == swapped
    assert not field_mapping.change(swapped, by=cast["root"])
    told = [(each["field"], each["before"], each["after"]) for each in history(cast["root"])[0].changes]
    assert told == [("Mobile → Contact", "Mobile", "Phone"), ("Phone → Contact", "Phone", "Mobile")]


def test_a_pair_of_a_field_that_is_gone_is_left_out(mara, cast):
    db.session.add(LeadMapping(lead_field="gone", target_type="account", target_field="industry"))
    db.session.commit()
    assert field_mapping.mapping() == defaults()
    assert mapped_values.for_account(mara)["phone"] == mara.phone


PAIRS = [
    ((source.name, type_.key), [each.name for each in destinations(source, type_)])
    for source in sources()
    for type_ in TARGETS
]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_mapping_converts_and_is_taken_back(make_lead, cast, data):
    wanted: dict[field_mapping.Pair, str] = {}
    for pair, names in PAIRS:
        free = [
            name
            for name in names
            if (pair[1], name) not in {(key, taken) for (_f, key), taken in wanted.items()}
        ]
        name = data.draw(st.sampled_from(["", *free]))
        if name:
            wanted[pair] = name
    field_mapping.change(wanted, by=cast["root"])
    campaign = Campaign(name="Analytica", owner_id=cast["root"].id)
    db.session.add(campaign)
    db.session.flush()
    lead = make_lead(
        campaign_id=campaign.id,
        company="Nordlicht", phone="040 123456", email="m@n.example", mobile="0170 1", website="https://n.example",
        product_interest="Solar", job_title="Buyer", rating=Rating.WARM, source=LeadSource.WEB, description="Later",
        estimated_amount=100, street="Am Tor 1", city="Hamburg", state="HH", postal_code="20095", country="DE",
    )  # fmt: skip
    became = actions.convert(lead, Choices(New(), New(), New()), by=cast["ada"])
    db.session.commit()
    for (lead_field, key), name in wanted.items():
        target = next(each for each in became.records if each.record_type_key == key)
        if key != "contact" or name not in field_mapping.ADDRESS:
            attribute = record_type(key).field(name).attribute
            assert getattr(target, attribute) not in (None, ""), (lead_field, key, name)
    unconvert(lead, by=cast["ada"])
    db.session.commit()
    assert lead.is_open


# --- set-up -------------------------------------------------------------------------------------------------------


def test_an_administrator_changes_where_fields_go(as_user, mara):
    root = as_user("root")
    form = root.filled(PATH, action=PATH, **{"phone-account": "", "mobile-account": "phone"})
    assert root.post(PATH, data=form).status_code == 303
    db.session.expire_all()
    assert field_mapping.mapping()["mobile", "account"] == "phone"
    assert root.post(PATH, data=form).status_code == 303, "the second press gives the first answer"
    sheet = as_user("ada").get(f"/leads/{mara.id}/convert").text
    assert (
        'name="account-phone" type="tel" value="+49 170 7654321"' in " ".join(sheet.split())
        or mara.mobile in sheet
    )


def test_what_is_refused_stands_at_its_field_and_what_was_chosen_is_kept(as_user):
    answer = as_user("root").submit(PATH, action=PATH, **{"mobile-contact": "phone"})
    assert answer.status_code == 422
    assert "is already filled from" in answer.text
    assert 'id="mobile-contact-error"' in answer.text or 'id="phone-contact-error"' in answer.text
    assert field_mapping.mapping() == defaults()


def test_a_colleagues_change_is_not_overwritten(as_user):
    root = as_user("root")
    old = root.filled(PATH, action=PATH, **{"job_title-contact": ""})
    root.submit(PATH, action=PATH, **{"email-contact": ""})
    assert root.post(PATH, data=old).status_code == 303
    db.session.expire_all()
    assert not {("job_title", "contact"), ("email", "contact")} & field_mapping.mapping().keys()


def test_it_goes_back_to_the_beginning(as_user, mapped):
    mapped({("phone", "account"): ""})
    root = as_user("root")
    root.submit(f"{PATH}/reset", action=f"{PATH}/reset")
    db.session.expire_all()
    assert field_mapping.mapping() == defaults()


def test_only_who_sets_up_changes_it(as_user):
    for name in ("ada", "ben"):
        someone = as_user(name)
        assert someone.get(PATH).status_code == 403
        for path in (PATH, f"{PATH}/reset"):
            assert someone.post(path, data={"csrf_token": someone.csrf()}).status_code == 403
    assert db.session.scalars(select(LeadMapping)).all()


def test_every_field_of_a_lead_that_can_go_somewhere_is_offered(as_user):
    page = as_user("root").get(PATH).text
    for source in sources():
        for type_ in TARGETS:
            assert (f'name="{source.name}-{type_.key}"' in page) == bool(destinations(source, type_))
    assert LEAD.field("owner") not in sources()
