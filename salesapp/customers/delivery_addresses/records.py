"""Delivery addresses as a record type: the standard screens, search and import."""

from __future__ import annotations

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.core.registry import RecordType, register
from salesapp.customers.delivery_addresses.models import DeliveryAddress
from salesapp.records.only_default import settle_default

DELIVERY_ADDRESS = register(
    RecordType(
        key="delivery_address",
        model=DeliveryAddress,
        plural="delivery_addresses",
        label=_l("Delivery address"),
        label_plural=_l("Delivery addresses"),
        icon="truck",
        view=Permission.ACCOUNT_VIEW,
        edit=Permission.ACCOUNT_EDIT,
        default_sort="name",
        subtitle=("account", "city"),
        before_save=settle_default,
        search_weight=10,
        quick_fields=("name", "account", "street", "postal_code", "city", "country"),
    )
)
