"""The e-mails about help that is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template
from flask_babel import force_locale

from salesapp.core import mail
from salesapp.core.i18n import _
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.specialists.models import SpecialistRequest
from salesapp.people.models import User


def tell_of_help(
    users: Iterable[User], request: SpecialistRequest, opportunity: Opportunity, what: str, *, by: User
) -> None:
    """One mail each in their language; `what` is asked, accepted or declined."""
    for user in users:
        if user.id == by.id or not user.is_active:
            continue
        with force_locale(user.locale.value):
            said = {
                "asked": _("%(name)s requests your help", name=by.name),
                "accepted": _("%(name)s agreed to help", name=by.name),
                "declined": _("%(name)s declined to help", name=by.name),
            }[what]
            page = f"specialists/{request.id}" if what == "asked" else str(opportunity.id)
            text = render_template(
                "mail/specialist.txt",
                opportunity=opportunity,
                said=said,
                words=request.need if what == "asked" else request.reply,
                address=f"{mail.site()}/opportunities/{page}",
            )
            subject = " ".join(f"{said} · {opportunity.name}".split())[:200]
            mail.post_mail(to=user.email, subject=subject, text=text.strip(), about=opportunity)
