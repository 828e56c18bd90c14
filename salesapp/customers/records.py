"""The record types: how generic screens, the search and the import treat customers."""

from __future__ import annotations

from sqlalchemy import true

from salesapp.core.access import Permission
from salesapp.core.i18n import _l, ngettext
from salesapp.core.registry import RecordType, ShippedView, Unfinished, register
from salesapp.customers.duplicates.bulk import likely_duplicates
from salesapp.customers.duplicates.elsewhere import known_elsewhere
from salesapp.customers.duplicates.known import known_already
from salesapp.customers.importing import FULL_NAME, contact_attributes
from salesapp.customers.models import Account, Contact, settle_account, settle_contact

ACCOUNT = register(
    RecordType(
        key="account",
        model=Account,
        plural="accounts",
        label=_l("Account"),
        label_plural=_l("Accounts"),
        icon="building-2",
        view=Permission.ACCOUNT_VIEW,
        edit=Permission.ACCOUNT_EDIT,
        subtitle=("industry", "billing_city"),
        default_sort="name",
        views=(
            ShippedView("mine", _l("My accounts"), {"filter": "owner:one-of:me"}),
            ShippedView(
                "quiet",
                _l("No activity for 90 days"),
                {"filter": "type:equals:customer;none(activities;done_at:within:last-90-days)"},
            ),
            ShippedView(
                "new",
                _l("Created this week"),
                {"filter": "created_at:within:this-week", "sort": "-created_at"},
            ),
        ),
        sections=(
            ("billing", _l("Billing address")),
            ("shipping", _l("Shipping address")),
            ("company", _l("About the company")),
            ("terms", _l("Terms and documents")),
        ),
        search_weight=90,
        made_by_title=True,
        quick_fields=("name", "phone", "website"),
        synonyms=(
            "company",
            "organization",
            "organisation",
            "organization 1",
            "customer",
            "client",
            "客户",
            "公司",
            "单位",
            "Firma",
            "Kunde",
            "Unternehmen",
            "société",
            "entreprise",
            "empresa",
            "cliente",
        ),
        mergeable=True,
        likely_duplicates=likely_duplicates,
        known_already=known_already,
        known_elsewhere=known_elsewhere,
        before_save=settle_account,
        unfinished=(Unfinished(true, lambda n: ngettext("%(num)s account", "%(num)s accounts", n)),),
    )
)

CONTACT = register(
    RecordType(
        key="contact",
        model=Contact,
        plural="contacts",
        label=_l("Contact"),
        label_plural=_l("Contacts"),
        icon="contact",
        view=Permission.CONTACT_VIEW,
        edit=Permission.CONTACT_EDIT,
        title="name",
        titled_by=("family_name", "given_name"),
        subtitle=("job_title", "account"),
        default_sort="family_name",
        views=(
            ShippedView(
                "new",
                _l("Created this week"),
                {"filter": "created_at:within:this-week", "sort": "-created_at"},
            ),
            ShippedView("no-email", _l("Without an e-mail address"), {"filter": "email:empty"}),
            ShippedView(
                "quiet",
                _l("No activity for 90 days"),
                {"filter": "none(activities;done_at:within:last-90-days)"},
            ),
        ),
        sections=(("role", _l("Role")), ("address", _l("Address"))),
        search_weight=80,
        quick_fields=("family_name", "given_name", "email"),
        mergeable=True,
        likely_duplicates=likely_duplicates,
        known_already=known_already,
        known_elsewhere=known_elsewhere,
        before_save=settle_contact,
        unfinished=(Unfinished(true, lambda n: ngettext("%(num)s contact", "%(num)s contacts", n)),),
        synonyms=(
            "person",
            "people",
            "contact person",
            "primary contact",
            "联系人",
            "Ansprechpartner",
            "Kontakt",
            "contacto",
        ),
        import_only=(FULL_NAME,),
        from_row=contact_attributes,
    )
)
