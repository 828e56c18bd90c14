"""Lists that an administrator extends: the product begins them, the company names them, and people choose."""

from __future__ import annotations

import pytest
from flask_babel import force_locale
from sqlalchemy import delete, select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.core.fields import offered
from salesapp.customers.kinds import CustomerSource, Industry
from salesapp.customers.models import Account
from salesapp.leads.conversion.field_compatibility import TRANSLATED
from salesapp.leads.kinds import DisqualifyReason
from salesapp.leads.models import Lead
from salesapp.marketing.kinds import LeadSource
from salesapp.records.picklists.entries import add_entry, begin
from salesapp.records.picklists.models import PicklistEntry
from tests.records.importing.intake import bring_in, counts, reasons
from tests.statements import statements

SOURCES = "/picklist-entries/of/lead_source"


@pytest.fixture
def make_lead(cast):
    """`make_lead("Mara", source=…)`: Ada's lead, committed."""

    def make(name: str = "Mara Stein", **values) -> Lead:
        made = Lead(name=name, email="mara@example.com", owner_id=cast["ada"].id, currency="EUR", **values)
        db.session.add(made)
        db.session.commit()
        return made

    return make


def entry(code: str, picklist: str = "lead_source") -> PicklistEntry:
    query = select(PicklistEntry).where(PicklistEntry.picklist == picklist, PicklistEntry.code == code)
    return db.session.scalars(query).one()


@pytest.fixture
def organic(cast):
    """A source that the company added."""
    made = add_entry(LeadSource, "Organic search", by=cast["root"])
    db.session.commit()
    return made


def test_a_database_of_an_older_version_gets_the_entries_of_the_product_and_keeps_its_codes(cast, make_lead):
    lead = make_lead(source=LeadSource.WEB)
    db.session.execute(delete(PicklistEntry))
    db.session.commit()
    assert (lead.source.label, len(list(LeadSource))) == ("Website", 10)
    begin()
    begin()
    db.session.commit()
    places = select(PicklistEntry.code).where(PicklistEntry.picklist == "lead_source")
    found = list(db.session.scalars(places.order_by(PicklistEntry.position)))
    assert found == [each.value for each in LeadSource]
    assert (found[0], found[-1], len(found)) == ("web", "other", 10)


def test_what_is_added_in_set_up_is_offered_kept_found_and_told_like_any_other(as_user, make_lead):
    root, ada = as_user("root"), as_user("ada")
    page = root.submit(
        f"{SOURCES}/new", action=f"{SOURCES}/new", name_en="Organic search", name_zh="自然搜索"
    )
    assert page.headers["Location"].endswith(SOURCES)
    assert LeadSource("organic-search").label == "Organic search"
    lead = make_lead()
    where = f"/leads/{lead.id}/edit"
    assert ada.submit(where, action=where, source="organic-search").status_code == 303
    db.session.expire_all()
    assert (lead.source, history(lead)[0].changes) == (
        "organic-search",
        [{"field": "source", "before": None, "after": "organic-search"}],
    )
    assert "Organic search" in ada.get(f"/leads/{lead.id}/history").text
    assert lead.name in ada.get("/leads?source=organic-search").text
    assert lead.name not in ada.get("/leads?source=web").text
    assert "Organic search" in ada.get("/exports/leads.csv").text
    with force_locale("zh"):
        assert LeadSource("organic-search").label == "自然搜索"


def test_an_entry_of_the_product_is_renamed_in_one_language_or_both_and_files_may_still_use_its_old_name(
    as_user, cast
):
    root, where = as_user("root"), f"/picklist-entries/{entry('web').id}/edit"
    assert root.submit(where, action=where, name_en="Home page").status_code == 303
    assert LeadSource.WEB.label == "Home page"
    with force_locale("zh"):
        assert LeadSource.WEB.label == "网站"
    run = bring_in("Name,Source\nAnn,Website\nBob,home page\nCid,网站\nDan,web\n", "lead", cast["root"])
    assert counts(run) == (4, 0, 0, 0)
    assert set(db.session.scalars(select(Lead.source))) == {"web"}


def test_names_of_a_list_that_differ_only_in_capitals_or_hyphens_are_the_same(as_user, organic):
    root = as_user("root")
    for name in ("ORGANIC SEARCH", "organic_search", "website", "网站"):
        answer = root.submit(f"{SOURCES}/new", action=f"{SOURCES}/new", name_en=name)
        assert (answer.status_code, "is already in the list" in answer.text) == (422, True), name
    assert root.submit(f"{SOURCES}/new", action=f"{SOURCES}/new").status_code == 422
    other = "/picklist-entries/of/industry/new"
    assert root.submit(other, action=other, name_en="Organic search").status_code == 303


def test_what_is_archived_stays_on_its_records_and_is_offered_to_no_other(as_user, cast, make_lead, organic):
    lead, other = make_lead("Mara", source=organic), make_lead("Finn")
    root, ada = as_user("root"), as_user("ada")
    page = f"/picklist-entries/{entry('organic-search').id}"
    root.submit(page, action=f"{page}/archive")
    option = 'value="organic-search"'
    assert option not in ada.get(f"/leads/{other.id}/edit").text
    assert option in ada.get(f"/leads/{lead.id}/edit").text
    assert "Organic search" in ada.get(f"/leads/{lead.id}").text
    assert "Mara" in ada.get("/leads?source=organic-search").text, "a saved view may name it"
    where = f"/leads/{other.id}/edit"
    assert ada.submit(where, action=where, check=False, source="organic-search").status_code == 422
    assert counts(bring_in("Name,Source\nAnn,Organic search\n", "lead", cast["root"])) == (1, 0, 0, 0)
    root.submit(page, action=f"{page}/unarchive")
    assert "organic-search" in offered(LeadSource)


def test_the_order_of_a_list_is_the_administrators(as_user):
    root = as_user("root")
    root.submit(SOURCES, action=f"/picklist-entries/{entry('trade-fair').id}/move", direction="up")
    assert [each.value for each in LeadSource][:2] == ["trade-fair", "web"]
    text = as_user("ada").get("/leads/new").text
    assert text.index('value="trade-fair"') < text.index('value="web"')


def test_an_import_adds_unknown_values_where_an_administrator_says_so(as_user, cast):
    text = "Name,Source\nAnn,organic_search\nBob,Organic search\nCid,Trade fair\nDan,Podcast\n"
    run = bring_in(text, "lead", cast["root"], creates=("source",))
    assert counts(run) == (4, 0, 0, 0)
    found = db.session.execute(select(Lead.name, Lead.source).order_by(Lead.name))
    assert [tuple(each) for each in found] == [
        ("Ann", "organic-search"), ("Bob", "organic-search"), ("Cid", "trade-fair"), ("Dan", "podcast"),
    ]  # fmt: skip
    assert [each.value for each in LeadSource][-2:] == ["organic-search", "podcast"]
    assert history(entry("podcast"))[0].by_name == cast["root"].name


def test_an_import_by_anybody_else_says_which_value_is_unknown(cast):
    run = bring_in("Name,Source\nAnn,Podcast\nBob,Website\n", "lead", cast["ada"], creates=("source",))
    assert counts(run) == (1, 0, 0, 1)
    assert reasons(run) == [(2, "Source", "Podcast", "“Podcast” isn’t one of the choices.")]
    assert "podcast" not in set(LeadSource)


def test_the_wizard_asks_an_administrator_whether_unknown_values_are_added(as_user):
    from tests.records.importing.test_import_wizard import carry_all, upload

    text = "Name,Industry\nAcme,Space mining\n"
    assert "Add unknown values" not in as_user("ada").get(upload(as_user("ada"), text, "account")).text
    root = as_user("root")
    columns = upload(root, text, "account")
    assert "Add unknown values to the list" in root.get(columns).text
    preview = root.submit(columns, action=columns, create_industry="y").headers["Location"]
    assert "Space mining" in root.get(preview).text
    assert "space-mining" not in set(Industry), "a trial adds nothing"
    root.submit(preview, action=preview.replace("preview", "start"))
    carry_all()
    assert db.session.scalars(select(Account.industry)).one().label == "Space mining"


def test_conversion_takes_a_source_that_both_lists_have_by_its_name(cast, organic):
    translate = TRANSLATED[LeadSource, CustomerSource]
    assert translate(organic) == CustomerSource.OTHER
    add_entry(CustomerSource, "organic search", by=cast["root"])
    assert translate(organic) == "organic-search"
    assert translate(LeadSource.COLD_CALL) == CustomerSource.PHONE


def test_an_entry_says_how_many_records_have_it_and_names_can_be_as_long_as_their_room(
    as_user, cast, make_lead, organic
):
    make_lead(source=organic)
    page = as_user("root").get(f"/picklist-entries/{entry('organic-search').id}").text
    assert '<a href="/leads?source=organic-search">1</a>' in page
    with pytest.raises(RuleBroken, match="At most 80 characters"):
        add_entry(LeadSource, "x" * 81, by=cast["root"])
    assert len(add_entry(LeadSource, "长" * 80, by=cast["root"])) <= 40


def test_lists_are_read_once_in_a_unit_of_work_however_many_rows_show_them(make_lead):
    for number in range(3):
        make_lead(f"Lead {number}", source=LeadSource.WEB)
    db.session.commit()
    with statements() as ran:
        labels = {lead.source.label for lead in db.session.scalars(select(Lead))}
        labels |= {each.label for each in Industry}
    assert "Website" in labels
    assert sum("picklist_entries" in each for each in ran) == 1


def test_only_administrators_shape_lists(as_user):
    for who in ("ada", "sam"):
        assert as_user(who).get(SOURCES).status_code == 403
    assert as_user("root").get("/picklist-entries/of/nothing").status_code == 404


def test_a_reason_of_the_companys_own_disqualifies_a_lead_and_its_history_follows_a_new_name(
    as_user, cast, make_lead
):
    root, ada, lead = as_user("root"), as_user("ada"), make_lead()
    add_entry(DisqualifyReason, "Too far away", by=cast["root"])
    db.session.commit()
    sheet = f"/leads/{lead.id}/disqualify"
    assert ada.submit(sheet, action=sheet, reason="too-far-away").status_code in {200, 303}
    db.session.expire_all()
    assert lead.disqualified_for == "too-far-away"
    where = f"/picklist-entries/{entry('too-far-away', 'disqualify_reason').id}/edit"
    root.submit(where, action=where, name_en="Outside our region")
    assert "Outside our region" in ada.get(f"/leads/{lead.id}/timeline").text


def test_entries_come_in_by_a_file_with_names_place_and_archive_and_are_known_by_list_and_code(cast):
    text = (
        "List,Code,English name,Chinese name,Position,Archived\n"
        "lead_source,web,Home page,首页,11,no\n"
        "industry,other,,,22,no\n"
        "lead_source,,Podcast,播客,1,yes\n"
        "lead_sources,x,X,,,\n"
    )
    run = bring_in(text, "picklist_entry", cast["root"])
    assert counts(run) == (1, 1, 1, 1)
    assert "Available lists: " in reasons(run)[0][3]
    web, podcast = entry("web"), entry("podcast")
    assert (web.name_en, web.name_zh, web.position, entry("other", "industry").name_en) == (
        "Home page",
        "首页",
        11,
        None,
    )
    assert (podcast.name_zh, podcast.position, podcast.archived) == ("播客", 1, True)
    assert next(iter(LeadSource)) == "podcast"
    assert [each["field"] for each in history(web)[0].changes] == ["name_en", "name_zh"]
    assert counts(bring_in(text, "picklist_entry", cast["root"])) == (0, 0, 3, 1)
