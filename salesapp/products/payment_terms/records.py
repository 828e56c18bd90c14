"""Payment terms as a record type: the standard screens, search and import."""

from __future__ import annotations

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.core.registry import RecordType, register
from salesapp.products.payment_terms.models import PaymentTerms, settle_payment_terms

PAYMENT_TERMS = register(
    RecordType(
        key="payment_terms",
        model=PaymentTerms,
        plural="payment_terms",
        label=_l("Payment terms"),
        label_plural=_l("Payment terms"),
        icon="calendar-clock",
        view=Permission.PRODUCT_VIEW,
        edit=Permission.SETUP,
        default_sort="name",
        distinct="name",
        before_save=settle_payment_terms,
        search_weight=5,
        quick_fields=("name", "days"),
    )
)
