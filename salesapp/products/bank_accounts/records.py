"""Bank accounts as a record type: the standard screens, search and import."""

from __future__ import annotations

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.core.registry import RecordType, register
from salesapp.products.bank_accounts.models import BankAccount, settle_bank_account

BANK_ACCOUNT = register(
    RecordType(
        key="bank_account",
        model=BankAccount,
        plural="bank_accounts",
        label=_l("Bank account"),
        label_plural=_l("Bank accounts"),
        icon="landmark",
        view=Permission.PRODUCT_VIEW,
        edit=Permission.SETUP,
        default_sort="name",
        distinct="name",
        subtitle=("currency", "account_number"),
        before_save=settle_bank_account,
        search_weight=5,
        quick_fields=("name", "currency", "account_number", "bic", "bank"),
    )
)
