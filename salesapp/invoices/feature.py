"""How invoices, credit notes, payments and the finance desk join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.core.registry import Panel, add_figures, add_panel
from salesapp.invoices.actions.invoicing import waits_for_invoice
from salesapp.invoices.approvals.acts import approval_of, is_outdated, may_decide, rejected_of, waiting_of
from salesapp.invoices.approvals.views import (
    ask_reduction_decision,
    decide_reduction,
    withdraw_reduction,
)
from salesapp.invoices.bank.import_views import bank
from salesapp.invoices.batches.views import batches
from salesapp.invoices.e_invoices.kept import keep_e_invoice, kept_e_invoice, with_factur_x
from salesapp.invoices.e_invoices.views import of_credit_note, of_invoice
from salesapp.invoices.fapiao.views import fapiao
from salesapp.invoices.fapiao.waiting import fapiao_of
from salesapp.invoices.joint import counted  # noqa: F401  reports divide by it
from salesapp.invoices.joint.views import join_draft, leave_draft, together
from salesapp.invoices.legal_check.law import must_be_lawful
from salesapp.invoices.legal_check.links import to_mend
from salesapp.invoices.limits.views import limits
from salesapp.invoices.models import CREDIT_NOTE, INVOICE, Invoice
from salesapp.invoices.models.issuable import before_issuing
from salesapp.invoices.models.joint.credits import first_lines
from salesapp.invoices.models.ledger import on_seal
from salesapp.invoices.opening.views import opening
from salesapp.invoices.paper import paper_of_credit_note, paper_of_invoice
from salesapp.invoices.pro_forma.models import ProForma
from salesapp.invoices.pro_forma.paper import has_pro_forma, paper_of_pro_forma
from salesapp.invoices.pro_forma.views import serve_pro_forma
from salesapp.invoices.public import bills
from salesapp.invoices.queries import unpaid_of
from salesapp.invoices.recurring import jobs as recurring_jobs  # noqa: F401  the worker carries them out
from salesapp.invoices.recurring import yearly  # noqa: F401  reports measure by it
from salesapp.invoices.recurring.queries import recurring_of
from salesapp.invoices.recurring.views import of_account as recurring_of_account
from salesapp.invoices.recurring.views import recurring
from salesapp.invoices.reminders.views import reminders
from salesapp.invoices.sending import list_filter as sending_filter
from salesapp.invoices.statement import views as statements
from salesapp.invoices.views.credit_notes import credit_notes
from salesapp.invoices.views.finance import finance
from salesapp.invoices.views.invoices import invoices, standing_chips
from salesapp.invoices.views.orders import (
    ask_close,
    ask_order,
    ask_rest,
    close,
    drop_rest,
    make_of_order,
    make_of_quote,
)
from salesapp.invoices.views.payments import payments
from salesapp.orders.models import ORDER
from salesapp.products.models import on_category
from salesapp.quotes.issued.feature import prints
from salesapp.quotes.models import QUOTE
from salesapp.quotes.panel import show_in_documents
from salesapp.quotes.tax_proposal.unsaid import say_in_drafts
from salesapp.web.navigation import add_place, add_quick_action, add_setup_page

BLUEPRINTS = (
    invoices,
    credit_notes,
    payments,
    finance,
    batches,
    bank,
    reminders,
    recurring,
    fapiao,
    opening,
    bills,
    limits,
)


def register(app: Flask) -> None:
    """Registers pages, the customer's page, the verb on orders, places and panels."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_url_rule("/orders/<int:key>/invoice", "orders.ask_invoice", ask_order)
    app.add_url_rule("/orders/<int:key>/invoice", "orders.invoice", make_of_order, methods=["POST"])
    app.add_url_rule("/quotes/<int:key>/invoice", "quotes.invoice", make_of_quote, methods=["POST"])
    _serve_joint_invoices(app)
    app.add_url_rule("/orders/<int:key>/rest", "orders.ask_rest", ask_rest)
    app.add_url_rule("/orders/<int:key>/rest", "orders.drop_rest", drop_rest, methods=["POST"])
    app.add_url_rule("/orders/<int:key>/close", "orders.ask_close", ask_close)
    app.add_url_rule("/orders/<int:key>/close", "orders.close", close, methods=["POST"])
    sending_filter.register()
    _serve_approvals(app)
    _serve_statements(app)
    _register_e_invoices(app)
    _register_pro_formas(app)
    _register_recurring(app)
    app.jinja_env.globals["waits_for_invoice"] = waits_for_invoice
    app.jinja_env.globals["fapiao_of"] = fapiao_of
    app.jinja_env.globals["invoice_chips"] = standing_chips
    _show_in_menus()
    show_in_documents(INVOICE)
    on_category["invoice"] = say_in_drafts(Invoice)
    show_in_documents(CREDIT_NOTE)
    panel = Panel("invoices", _l("Invoices"), "invoices.for_order", Permission.INVOICE_VIEW, "key", order=20)
    add_panel("order", panel)
    add_figures("account", Permission.INVOICE_VIEW, unpaid_of, order=20)
    of_account = Panel("balance", _l("Balance"), "accounts.balance", Permission.PAYMENT_VIEW, "key", order=25)
    add_panel("account", of_account)


def _serve_joint_invoices(app: Flask) -> None:
    """An order is added to a draft at its own address, and taken out at that of the draft."""
    app.register_blueprint(together)
    app.add_url_rule(
        "/orders/<int:key>/invoice/<int:invoice_key>", "orders.join_draft", join_draft, methods=["POST"]
    )
    app.add_url_rule(
        "/invoices/<int:key>/orders/<int:order_key>/remove",
        "invoices.leave_draft",
        leave_draft,
        methods=["POST"],
    )
    app.jinja_env.globals["first_lines"] = first_lines


def _serve_approvals(app: Flask) -> None:
    """Who decides on credits and write-offs beyond a limit, at the address of the invoice."""
    address = "/invoices/<int:key>/reductions/<int:request_key>"
    app.add_url_rule(address, "invoices.ask_reduction_decision", ask_reduction_decision)
    app.add_url_rule(address, "invoices.decide_reduction", decide_reduction, methods=["POST"])
    app.add_url_rule(
        f"{address}/withdraw", "invoices.withdraw_reduction", withdraw_reduction, methods=["POST"]
    )
    app.jinja_env.globals |= {
        "waiting_reduction": waiting_of,
        "approval_of_credit": approval_of,
        "rejected_reduction": rejected_of,
        "reduction_is_outdated": is_outdated,
        "may_decide_reduction": may_decide,
    }


def _serve_statements(app: Flask) -> None:
    """What an account owes, at the address of the account; and what all of them owe."""
    app.add_url_rule("/accounts/<int:key>/balance", "accounts.balance", statements.balance)
    app.add_url_rule("/accounts/<int:key>/statement", "accounts.statement", statements.statement)
    app.add_url_rule("/accounts/<int:key>/statement.csv", "accounts.statement_csv", statements.statement_csv)
    address = "/accounts/<int:key>/statement"
    app.add_url_rule(f"{address}.pdf", "accounts.statement_pdf", statements.statement_document)
    app.add_url_rule(f"{address}/send", "accounts.ask_send_statement", statements.ask_send)
    app.add_url_rule(f"{address}/send", "accounts.send_statement", statements.send, methods=["POST"])
    app.add_url_rule("/finance/ageing", "finance.ageing", statements.ageing)


def _register_recurring(app: Flask) -> None:
    """The recurring invoices of an account on its page; and of an invoice on its own."""
    address = "/accounts/<int:key>/recurring-invoices"
    app.add_url_rule(address, "accounts.recurring_invoices", recurring_of_account)
    app.jinja_env.globals["recurring_of"] = recurring_of
    of_account = Panel(
        "recurring",
        _l("Recurring invoices"),
        "accounts.recurring_invoices",
        Permission.INVOICE_VIEW,
        "key",
        order=26,
    )
    add_panel("account", of_account)


def _register_pro_formas(app: Flask) -> None:
    """What they say, and their pages at each document they are made of."""
    prints(ProForma.record_type_key, paper_of_pro_forma, ProForma)
    for kind in (QUOTE, ORDER, INVOICE):
        serve_pro_forma(app, kind)
    app.jinja_env.globals["has_pro_forma"] = has_pro_forma


def _show_in_menus() -> None:
    add_place(
        "finance.index",
        _l("Finance desk"),
        "hand-coins",
        Permission.FINANCE_DESK,
        order=50,
        group="money",
        bar=4,
    )
    add_place("invoices.index", _l("Invoices"), "receipt", Permission.INVOICE_VIEW, order=51, group="money")
    add_place(
        "credit_notes.index",
        _l("Credit notes"),
        "undo-2",
        Permission.CREDIT_NOTE_VIEW,
        order=52,
        group="money",
        rail="folded",
    )
    add_place("payments.index", _l("Payments"), "banknote", Permission.PAYMENT_VIEW, order=53, group="money")
    add_place(
        "bank.index",
        _l("Bank statements"),
        "landmark",
        Permission.PAYMENT_EDIT,
        order=54,
        group="money",
    )
    add_quick_action("payments.new", _l("Payment"), "banknote", Permission.PAYMENT_EDIT, order=70)
    add_quick_action("invoices.new", _l("Invoice"), "receipt", Permission.INVOICE_EDIT, order=71)
    add_setup_page(
        "reminders.edit_levels",
        _l("Payment reminders"),
        _l("Levels, days and texts"),
        "bell",
        Permission.SETUP,
        order=45,
    )
    add_setup_page(
        "approval_limits.edit",
        _l("Approval limits"),
        _l("Credits and write-offs that need a second person"),
        "badge-check",
        Permission.SETUP,
        order=46,
    )


def _register_e_invoices(app: Flask) -> None:
    """What documents say on paper and to programs, and what the law asks of them before."""
    prints("invoice", with_factur_x(paper_of_invoice))
    prints("credit_note", with_factur_x(paper_of_credit_note))
    app.add_url_rule("/invoices/<int:key>.xml", "invoices.e_invoice", of_invoice)
    app.add_url_rule("/credit-notes/<int:key>.xml", "credit_notes.e_invoice", of_credit_note)
    if keep_e_invoice not in on_seal:
        on_seal.append(keep_e_invoice)
    if must_be_lawful not in before_issuing:
        before_issuing.append(must_be_lawful)
    app.jinja_env.globals["e_invoice_of"] = kept_e_invoice
    app.jinja_env.globals["to_mend"] = to_mend
