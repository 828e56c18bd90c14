"""The e-mails about wins that somebody must agree to."""

from __future__ import annotations

from flask import render_template

from salesapp.core import mail
from salesapp.opportunities.models import Opportunity, WinRequest
from salesapp.people.models import User


def tell(
    user: User, opportunity: Opportunity, request: WinRequest | None, said: str, words: str | None
) -> None:
    """One sentence, what was said to it and the address, in the language that the caller has set."""
    if request is None:
        return
    address = f"{mail.site()}/opportunities/{opportunity.id}"
    text = render_template(
        "mail/win.txt", opportunity=opportunity, request=request, said=said, words=words, address=address
    )
    subject = " ".join(f"{said} · {opportunity.name}".split())[:200]
    mail.post_mail(to=user.email, subject=subject, text=text.strip(), about=opportunity)
