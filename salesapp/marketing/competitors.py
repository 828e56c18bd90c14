"""Competitors: whom we meet in deals, and what we know of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped

from salesapp.core import fields as f
from salesapp.core.access import Permission, Shared, Viewer
from salesapp.core.company import Company, company
from salesapp.core.db import Record, db, list_index
from salesapp.core.errors import RuleBroken, refuse_all
from salesapp.core.events import CREATED, record
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType, register

NAME_LENGTH = 200


class Competitor(Shared, Record):
    """Another firm that sells to our customers. Money is in the company's currency."""

    __tablename__ = "competitors"
    record_type_key = "competitor"

    name: Mapped[str] = f.text(
        _l("Name"),
        required=True,
        listed=True,
        searchable=True,
        length=NAME_LENGTH,
        synonyms=("competitor", "competitor name", "竞争对手"),
    )
    key_product: Mapped[str | None] = f.text(_l("Key product"), listed=True, searchable=True)
    website: Mapped[str | None] = f.url(_l("Website"), listed=True, synonyms=("homepage", "url"))
    reported_revenue: Mapped[int | None] = f.money(
        _l("Reported revenue"), currency="company_currency", listed=True, synonyms=("revenue", "turnover")
    )
    ticker: Mapped[str | None] = f.text(_l("Ticker symbol"), length=20, synonyms=("ticker", "stock symbol"))

    overview: Mapped[str | None] = f.long_text(_l("Overview"), section="assessment")
    products: Mapped[str | None] = f.long_text(_l("Products"), section="assessment")
    strengths: Mapped[str | None] = f.long_text(_l("Strengths"), section="assessment")
    weaknesses: Mapped[str | None] = f.long_text(_l("Weaknesses"), section="assessment")
    opportunities: Mapped[str | None] = f.long_text(
        _l("Opportunities against them"), section="assessment", synonyms=("opportunities",)
    )
    threats: Mapped[str | None] = f.long_text(
        _l("Threats from them"), section="assessment", synonyms=("threats",)
    )

    street: Mapped[str | None] = f.text(
        _l("Street"), section="address", autocomplete="address-line1", synonyms=("street 1", "address")
    )
    street2: Mapped[str | None] = f.text(_l("Street, line 2"), section="address", synonyms=("street 2",))
    street3: Mapped[str | None] = f.text(_l("Street, line 3"), section="address", synonyms=("street 3",))
    city: Mapped[str | None] = f.text(_l("City"), section="address", length=120)
    state: Mapped[str | None] = f.text(_l("State or province"), section="address", length=120)
    postal_code: Mapped[str | None] = f.text(
        _l("Postal code"), section="address", length=20, synonyms=("zip",)
    )
    country: Mapped[str | None] = f.country(_l("Country"), section="address")

    __table_args__ = (
        list_index("ix_competitors_list_name", "name_sort"),
        list_index("ix_competitors_list_changed", "changed_at"),
        Index("ix_competitors_external", "external_id"),
    )

    @property
    def company_currency(self) -> str:
        return company().currency


def folded(name: str) -> str:
    """The name as it is compared: without case, and without spaces around it."""
    return name.strip().casefold()


def competitors_called(names: Iterable[str]) -> dict[str, Competitor]:
    """Folded name → the competitor of that name, the oldest where several have it. Databases fold less than people."""
    wanted = {folded(name) for name in names}
    rows = db.session.execute(select(Competitor.id, Competitor.name).order_by(Competitor.id.desc()))
    keys = {folded(name): key for key, name in rows if folded(name) in wanted}
    found = db.session.scalars(select(Competitor).where(Competitor.id.in_(keys.values())))
    return {folded(each.name): each for each in found}


def competitor_called(name: str, *, by: Any) -> Competitor:
    """The competitor of that name; a new one where there is none."""
    found = _called(name)
    if found is None:
        found = Competitor(name=name.strip())
        db.session.add(found)
        record(found, CREATED, by=by)
    return found


def _called(name: str) -> Competitor | None:
    """The one of that name. Where there is none, nobody else makes one until this transaction ends."""
    found = competitors_called([name]).get(folded(name))
    if found is None:
        db.session.scalar(select(Company.id).with_for_update(key_share=True))
        found = competitors_called([name]).get(folded(name))
    return found


def settle_competitor(competitor: Competitor, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """Before saving: two of one name could not be told apart where a loss is counted."""
    refuse_all(_broken(competitor))


def _broken(competitor: Competitor) -> Iterator[RuleBroken]:
    with db.session.no_autoflush:
        same = _called(competitor.name) if competitor.name else None
    if same is not None and same is not competitor:
        yield RuleBroken(_("There is already a competitor with this name."), field="name")
    if (competitor.reported_revenue or 0) < 0:
        yield RuleBroken(_("An amount can’t be negative."), field="reported_revenue")


COMPETITOR = register(
    RecordType(
        key="competitor",
        model=Competitor,
        plural="competitors",
        label=_l("Competitor"),
        label_plural=_l("Competitors"),
        icon="swords",
        view=Permission.CAMPAIGN_VIEW,
        edit=Permission.CAMPAIGN_EDIT,
        subtitle=("key_product",),
        default_sort="name",
        sections=(("assessment", _l("Assessment")), ("address", _l("Address"))),
        before_save=settle_competitor,
        known_by=("name",),
        search_weight=45,
        quick_fields=("name", "key_product", "website"),
    )
)
