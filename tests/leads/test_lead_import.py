"""Leads that were converted in another program come in with what they became."""

from __future__ import annotations

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.invoices.audit import audit
from salesapp.leads.models import Lead
from salesapp.operating import structure
from salesapp.opportunities.models import Opportunity
from tests.records.importing.intake import bring_in, counts


def test_a_converted_lead_comes_in_with_its_deal_and_stays_as_it_is(cast, as_user):
    bring_in("Name\nAcme\n", "account", cast["root"])
    bring_in("Name,Account\nBig deal,Acme\n", "opportunity", cast["root"])
    text = "Name,Status,Converted at,Converted account,Converted opportunity\nAnn,,2025-03-04,Acme,Big deal\n"
    assert counts(bring_in(text, "lead", cast["root"])) == (1, 0, 0, 0)
    lead, deal = db.session.scalars(select(Lead)).one(), db.session.scalars(select(Opportunity)).one()
    assert (lead.status, lead.opportunity_id, deal.lead_id) == ("converted", deal.id, lead.id)
    page = as_user("root").get(f"/leads/{lead.id}")
    assert "Big deal" in page.text
    assert [each for each in audit(structure.CHECKS) if not each.good] == []


def test_a_lead_that_is_here_is_not_converted_by_a_row(cast):
    text = "Name,E-mail,Status\nAnn,ann@example.com,{}\n"
    bring_in(text.format("New"), "lead", cast["root"])
    run = bring_in(text.format("Converted"), "lead", cast["root"])
    assert counts(run) == (0, 0, 0, 1)
