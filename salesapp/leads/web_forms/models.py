"""Web forms: what a visitor of a website is asked, and what becomes of the answer."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core import fields as f
from salesapp.core.access import Permission, Shared, Viewer
from salesapp.core.db import Base, Json, Record, ShortText, db
from salesapp.core.errors import RuleBroken, refuse_all
from salesapp.core.events import event_kind, record
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.parsing.addresses import address_parts
from salesapp.core.registry import RecordType, register
from salesapp.leads.models import LEAD
from salesapp.leads.models.queues import LeadQueue, keeps_queues
from salesapp.marketing.kinds import LeadSource
from salesapp.marketing.models import Campaign
from salesapp.people.models import User

FORM_ON = event_kind("web_form_switched_on", _l("%(by)s switched this form on"), icon="circle-play")
FORM_OFF = event_kind("web_form_switched_off", _l("%(by)s switched this form off"), icon="circle-pause")

ASKABLE = (
    "name", "company", "job_title", "email", "phone", "mobile", "website", "product_interest", "description",
    "street", "postal_code", "city", "state", "country",
)  # fmt: skip
"""What a visitor may be asked, in the order of the page."""
WAYS = frozenset({"email", "phone", "mobile"})
"""One of these is asked: a lead that nobody can reach is none."""
DEFAULT_PORTS = {"http": 80, "https": 443}


class Destination(StrEnum):
    """Where the leads of a form go."""

    RULES = "rules"
    PERSON = "person"
    QUEUE = "queue"

    @property
    def label(self) -> str:
        return {"rules": _l("By the rules"), "person": _l("A person"), "queue": _l("A queue")}[self.value]


class WebForm(Shared, Record):
    """A form at a public address of its own; its secret is in every page that embeds it and keeps only guessers out."""

    __tablename__ = "web_forms"
    record_type_key = "web_form"

    name: Mapped[str] = f.text(
        _l("Name"), required=True, listed=True, length=80, hint=_l("Visitors see it as the heading")
    )
    active: Mapped[bool] = f.boolean(_l("Active"), default=True, listed=True)
    secret: Mapped[str] = mapped_column(ShortText(43), unique=True, default=lambda: secrets.token_urlsafe(32))
    asked: Mapped[list[Any]] = mapped_column(Json, default=list)
    """Names of the lead's fields, in the order of the page."""
    required: Mapped[list[Any]] = mapped_column(Json, default=list)
    """Those of them that must be filled."""
    source: Mapped[LeadSource | None] = f.choice(
        LeadSource, _l("Lead source"), default=LeadSource.WEB, listed=True
    )
    campaign_id: Mapped[int | None] = f.link("campaign", "campaigns", _l("Campaign of its leads"))
    destination: Mapped[Destination] = f.choice(
        Destination, _l("Leads are assigned to"), default=Destination.RULES, nullable=False, listed=True
    )
    person_id: Mapped[int | None] = f.link("user", "users", _l("Person"))
    queue_id: Mapped[int | None] = f.link("lead_queue", "lead_queues", _l("Queue"))
    thanks: Mapped[str | None] = f.long_text(
        _l("Thank-you message"), hint=_l("Leave empty for a short thank-you in the visitor’s language")
    )
    sites: Mapped[str | None] = f.long_text(
        _l("Allowed websites"),
        hint=_l("One per line, such as https://www.example.com. Leave empty to allow any website."),
    )
    confirmed: Mapped[bool] = f.boolean(
        _l("Confirm by e-mail"), hint=_l("The lead is created when the visitor confirms by e-mail")
    )

    person: Mapped[User | None] = relationship(foreign_keys="WebForm.person_id")
    queue: Mapped[LeadQueue | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()

    @property
    def fields(self) -> list[Field]:
        """The lead's fields that it asks."""
        return [LEAD.field(name) for name in ASKABLE if name in self.asked]

    @property
    def origins(self) -> frozenset[str]:
        """The sites that may embed it; none: all may."""
        return frozenset(origin_of(each) for each in (self.sites or "").split())

    def ask(self, asked: Sequence[str], required: Sequence[str]) -> None:
        """Asks these fields of the visitor; what is required is asked too, and the name always."""
        names = {*asked, *required, "name"}
        self.asked = [each for each in ASKABLE if each in names]
        self.required = [each for each in ASKABLE if each in {*required, "name"}]

    def takes_from(self, origin: str) -> bool:
        """Whether a page of that site may send answers."""
        return not self.origins or origin_of(origin) in self.origins

    def switch(self, *, by: Any) -> None:
        """On or off; the address of one that is off says so."""
        self.active = not self.active
        record(self, FORM_ON if self.active else FORM_OFF, by=by)


class PendingAnswer(Base):
    """What a visitor sent to a form that asks to confirm by mail. Emptied when it was, thrown away when it was not."""

    __tablename__ = "web_form_answers"

    web_form_id: Mapped[int] = mapped_column(ForeignKey("web_forms.id", ondelete="CASCADE"))
    secret_hash: Mapped[str] = mapped_column(ShortText(64), unique=True)
    email: Mapped[str] = mapped_column(ShortText(254))
    values: Mapped[dict[str, Any]] = mapped_column(Json)
    further: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """What the same visitor sent soon after, which the same link confirms: each mail more would be one too many."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]

    web_form: Mapped[WebForm] = relationship()

    __table_args__ = (Index("ix_web_form_answers_form", "web_form_id", "email", "created_at"),)


def origin_of(address: str) -> str:
    """`https://www.example.com` of an address on that site, without the port that goes without saying."""
    try:
        parts = address_parts(address.strip().lower())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = "" if port in {None, DEFAULT_PORTS[parts.scheme]} else f":{port}"
    return f"{parts.scheme}://{host}{shown}"


@keeps_queues
def _form_into(queue_id: int) -> str | None:
    into = select(WebForm.name).where(WebForm.queue_id == queue_id)
    form = db.session.scalar(into.order_by(WebForm.name))
    return _("The web form “%(name)s” assigns leads to this queue.", name=form) if form else None


def settle_form(form: WebForm, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """A form that brings leads whom somebody can reach, to somebody."""
    refuse_all(_broken(form))
    form.sites = "\n".join(sorted(form.origins)) or None
    form.person_id = form.person_id if form.destination is Destination.PERSON else None
    form.queue_id = form.queue_id if form.destination is Destination.QUEUE else None


def _broken(form: WebForm) -> Iterator[RuleBroken]:
    if not WAYS & set(form.required):
        yield RuleBroken(_("Require an e-mail address or a phone number."), field="required")
    elif form.confirmed and "email" not in form.required:
        yield RuleBroken(_("To confirm by e-mail, make the e-mail address required."), field="required")
    if form.destination is Destination.PERSON and form.person_id is None:
        yield RuleBroken(_("Choose a person."), field="person")
    if form.destination is Destination.QUEUE and form.queue_id is None:
        yield RuleBroken(_("Choose a queue."), field="queue")
    no_site = next((each for each in (form.sites or "").split() if not origin_of(each)), None)
    if no_site is not None:
        yield RuleBroken(
            _("“%(site)s” isn’t a website. Enter it as https://www.example.com.", site=no_site),
            field="sites",
        )


WEB_FORM = register(
    RecordType(
        key="web_form",
        model=WebForm,
        plural="web_forms",
        label=_l("Web form"),
        label_plural=_l("Web forms"),
        icon="globe",
        view=Permission.SETUP,
        edit=Permission.SETUP,
        default_sort="name",
        search_weight=5,
        creatable=False,
        before_save=settle_form,
    )
)
