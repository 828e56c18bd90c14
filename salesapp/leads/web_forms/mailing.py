"""The mail by which a visitor confirms what was sent with a web form."""

from __future__ import annotations

from salesapp.core import mail
from salesapp.core.company import company
from salesapp.core.i18n import _
from salesapp.leads.web_forms.models import WebForm


def mail_confirmation(form: WebForm, to: str, address: str) -> None:
    """Posts the mail with the link, in the language that is spoken now."""
    subject = _("Please confirm your enquiry · %(company)s", company=company().name)
    asked = _(
        "someone, probably you, filled in our form “%(form)s” with this address. Please open this "
        "page and confirm that it was you:",
        form=form.name,
    )
    otherwise = _("If it wasn’t you, ignore this e-mail: nothing is stored without your confirmation.")
    text = "\n\n".join((_("Good day,"), asked, address, otherwise, company().name))
    one_line = " ".join(subject.split())[:200]
    mail.post_mail(to=to, subject=one_line, text=text, sender_name=company().name)
