"""Who may call what: said here a second time, by hand, so that a guard that was forgotten or loosened is noticed.

A new record type gets a line in RECORDS (access_records.py), any other route its name in ROUTES.
"""

from __future__ import annotations

from functools import cache

from salesapp.core.access import Permission
from tests.architecture.access_records import CHANGING, RECORDS, SEEING

P = Permission

PUBLIC = "public"

ROUTES: dict[str, dict[P | str, str]] = {
    "": {
        PUBLIC: "static",
    },
    "accounting": {
        P.BOOKS_EXPORT: "journal",
        P.FINANCE_DESK: "index list_entries",
    },
    "accounts": {
        P.ACCOUNT_EDIT: "hint_account",
        P.ACCOUNT_VIEW: "duplicates_of_account",
        P.INVOICE_ISSUE: "ask_send_statement send_statement",
        P.INVOICE_VIEW: "recurring_invoices",
        P.PAYMENT_VIEW: "balance statement statement_csv statement_pdf",
    },
    "activities": {
        P.ACTIVITY_EDIT: "ask_plan ask_reschedule cancel complete plan reopen reschedule unlog unplan",
    },
    "activities_on": {
        P.ACTIVITY_EDIT: "ask_call ask_plan attach_files call note plan task",
        P.ACTIVITY_VIEW: "panel",
    },
    "adoption": {P.ADOPTION_VIEW: "index"},
    "bank": {
        P.PAYMENT_EDIT: (
            "ask_columns ask_match confirm_one confirm_sure create dismiss_one dismiss_out explain_columns"
            " first_bookings index make_match new statement undo use_payment"
        ),
    },
    "batches": {
        P.INVOICE_ISSUE: "create new progress show",
    },
    "bills": {
        PUBLIC: "pdf show",
    },
    "budgets": {
        P.BUDGET_EDIT: "ask_set save undo_step",
        P.BUDGET_VIEW: "index",
    },
    "approval_limits": {
        P.SETUP: "edit save",
    },
    "assignment_rules": {
        P.SETUP: "reorder simulator switch",
    },
    "branding": {
        P.SETUP: "edit preview save",
    },
    "logos": {
        PUBLIC: "show",
    },
    "bin": {
        P.BIN_VIEW: "index",
    },
    "board": {
        P.OPPORTUNITY_EDIT: "assign_many many move_many push_many",
        P.OPPORTUNITY_VIEW: "begin_with boards column index look remove_board save_board",
    },
    "bulk_edits": {
        P.SIGNED_IN: "index show undo",
    },
    "chart": {
        P.SETUP: "ask_account edit reset save save_account",
    },
    "contacts": {
        P.CONTACT_EDIT: "ask_quick hint_contact quick",
        P.CONTACT_VIEW: "duplicates_of_contact",
    },
    "credit_notes": {
        P.CREDIT_NOTE_EDIT: "ask_allocate ask_unallocate make_allocation unmake_allocation",
        P.CREDIT_NOTE_VIEW: "e_invoice pdf",
        P.PAYMENT_REFUND: "ask_refund ask_reverse_refund make_refund unmake_refund",
    },
    "datev": {
        P.BOOKS_EXPORT: "download",
        P.FINANCE_DESK: "index",
        P.INVOICE_ISSUE: "create",
    },
    "dashboards": {
        P.SIGNED_IN: "arrange create edit index new place remove save show tile",
    },
    "dialog_runs": {
        P.SIGNED_IN: "answer drop end panel show start",
    },
    "dialogs": {
        P.SETUP: "add_question edit_question move_question new_question remove_question save_question",
    },
    "duplicates": {
        P.ACCOUNT_EDIT: "different index look not_different",
    },
    "enquiries": {
        PUBLIC: "ask_confirm confirmed send show thanks",
    },
    "exports": {
        P.DATA_EXPORT: "download",
    },
    "fairs": {
        P.LEAD_EDIT: "begin capture end resume show start",
    },
    "files": {
        P.ACTIVITY_EDIT: "remove restore",
        P.ACTIVITY_VIEW: "download thumbnail",
    },
    "forecasts": {
        P.OPPORTUNITY_EDIT: "ask_call ask_due hand_in make_call save_due take_back",
        P.OPPORTUNITY_VIEW: "accuracy by_unit changes index predicted quarter_today",
    },
    "fapiao": {
        P.BOOKS_EXPORT: "lines",
        P.FINANCE_DESK: "index",
        P.INVOICE_ISSUE: "ask create remove",
    },
    "finance": {
        P.FINANCE_DESK: "ageing index",
    },
    "goals": {
        P.ACTIVITY_EDIT: "ask save",
    },
    "health": {
        PUBLIC: "healthz readyz",
    },
    "home": {
        P.ACTIVITY_EDIT: "call meeting task",
        P.SIGNED_IN: "approvals more palette today",
    },
    "imports": {
        P.DATA_IMPORT: (
            "cancel choose_columns choose_source columns create index new preview progress refused refused_by show "
            "start undo"
        ),
    },
    "invoices": {
        P.CREDIT_NOTE_EDIT: "ask_credit make_credit",
        P.INVOICE_EDIT: (
            "add_line adjust adjustments ask_link ask_send change_line drop_adjustment link move_line price_per "
            "ask_deliver_to deliver_to "
            "products remove_line restore_line send sent terms update_tax_rates ask_pro_forma send_the_pro_forma "
            "leave_draft"
        ),
        P.PAYMENT_EDIT: "ask_reverse_discount unmake_discount",
        P.INVOICE_ISSUE: (
            "ask_issue ask_reduction_decision ask_reverse_write_off ask_write_off decide_reduction issue "
            "make_write_off unmake_write_off withdraw_reduction"
        ),
        P.INVOICE_VIEW: "e_invoice for_order pdf pro_forma",
    },
    "lead_limits": {
        P.SETUP: "edit_limits save_limits",
    },
    "lead_mappings": {
        P.SETUP: "ask_reset edit_mapping reset save_mapping",
    },
    "leaving": {
        P.USER_EDIT: "ask_deactivate deactivate",
    },
    "lead_queues": {
        P.SETUP: "set_members",
    },
    "lead_score_rules": {
        P.SETUP: "switch",
    },
    "lead_statuses": {
        P.SETUP: "archive prefer reorder unarchive",
    },
    "leads": {
        P.LEAD_EDIT: (
            "ask_card ask_convert ask_owner ask_owners ask_reason ask_status ask_unconvert assign capture "
            "change_owner check_conversion claim convert convert_ticked disqualify following mark quick rate "
            "reactivate read_card save_card undo_conversion undo_disqualify undo_transfer unwork work worked"
        ),
        P.LEAD_VIEW: "duplicates_of_lead of_campaign score",
    },
    "offers": {
        PUBLIC: "accept accepted_pdf ask_for_change decline pdf seen show",
    },
    "offline": {
        PUBLIC: "page service_worker",
    },
    "numbers": {
        P.SETUP: "edit index save",
    },
    "opening": {
        P.FINANCE_DESK: "index",
        P.INVOICE_ISSUE: "ask_file ask_reverse create new reverse take_file template",
    },
    "opportunities": {
        P.OPPORTUNITY_EDIT: (
            "add_line add_member add_person ask_clone ask_decision ask_lose ask_move ask_next_step complete_next_step "
            "ask_process ask_renew ask_specialist ask_split ask_win change_process clone complete_stage decide "
            "edit_field edit_line follow_lines keep_typed lose move move_line new_line new_member new_person "
            "offers open_quick quick remove_line remove_member remove_person restore_line "
            "ask_renewal link_renewal renew reopen request_specialist save_field save_line save_next_step "
            "add_competitor new_competitor pick_competitor put_competitor_back remove_competitor "
            "place split withdraw_request withdraw_win tick undo_close undo_line undo_move undo_rejection "
            "unlink_renewal win"
        ),
        P.OPPORTUNITY_VIEW: "answer_request of_account of_campaign of_competitor of_contact show_request",
    },
    "orders": {
        P.INVOICE_EDIT: "ask_close ask_invoice ask_rest close drop_rest invoice join_draft",
        P.ORDER_EDIT: (
            "add_line adjust adjustments ask_added ask_addition ask_amend ask_amendment_decision ask_approval "
            "ask_cancel ask_change change_added ask_correction ask_decision ask_fulfil ask_line ask_send "
            "cancel change_line confirm correct_delivery decide decide_amendment "
            "discard_amendment drop_adjustment drop_prepared fulfil "
            "make_amendment move_line prepare_addition prepare_change price_per products remove_line restore_line "
            "ask_send_delivery_note send send_the_delivery_note "
            "ask_deliver_to deliver_to "
            "ask_pro_forma send_the_pro_forma submit terms undo_decision undo_making update_tax_rates "
            "withdraw withdraw_amendment"
        ),
        P.ORDER_VIEW: "amendment_pdf back_orders delivery_note pdf pro_forma",
    },
    "payments": {
        P.PAYMENT_EDIT: (
            "ask_allocate ask_reverse ask_unallocate make_allocation make_reverse propose unmake_allocation"
        ),
        P.PAYMENT_REFUND: "ask_refund ask_reverse_refund make_refund unmake_refund",
    },
    "payment_terms": {
        P.SETUP: "ask_discounts ask_instalments give_discounts split",
    },
    "people": {
        P.SIGNED_IN: "change_password end_other_sessions end_session logout preferences save_lists save_preferences",
        P.USER_EDIT: "activate ask_password set_password",
        PUBLIC: "language login sign_in",
    },
    "picklist_entries": {
        P.SETUP: "archive entries reorder unarchive",
    },
    "price_books": {
        P.PRICE_BOOK_EDIT: "add_price change_price remove_price",
    },
    "processes": {
        P.SETUP: (
            "archive ask_archive ask_archive_stage create create_stage index new new_stage put_stage_away "
            "reorder show show_stage update update_stage use_process_again use_stage_again"
        ),
    },
    "products": {
        P.PRICE_BOOK_EDIT: "ask_price set_price",
    },
    "quotes": {
        P.INVOICE_EDIT: "invoice",
        P.ORDER_EDIT: "order",
        P.QUOTE_EDIT: (
            "accept add_line adjust adjustments ask_accept ask_approval ask_decision ask_decline ask_link ask_send "
            "change_line create_for decide decline drop_adjustment link move_line new_for price_per products "
            "ask_deliver_to deliver_to "
            "remove_line restore_line revise send submit terms undo_decision update_tax_rates withdraw "
            "include_option make_optional move_option option remove_option restore_option save_option "
            "ask_pro_forma send_the_pro_forma "
            "ask_keep keep_as_template remove_template save_template template templates"
        ),
        P.QUOTE_VIEW: "of_account of_contact of_opportunity accepted_pdf pdf pro_forma",
    },
    "quotas": {
        P.OPPORTUNITY_EDIT: "ask_set ask_split ask_table save save_split save_table undo_step",
        P.OPPORTUNITY_VIEW: "index",
    },
    "reminders": {
        P.INVOICE_ISSUE: "ask ask_dispute begin_dispute index send stop_dispute",
        P.SETUP: "edit_levels save_levels",
    },
    "recurring": {
        P.INVOICE_ISSUE: "ask_change ask_end ask_new ask_resume ask_skip bring_back change create end pause "
        "resume skip",
        P.INVOICE_VIEW: "index show",
    },
    "recognition": {P.SIGNED_IN: "hall leaderboard"},
    "users": {P.USER_VIEW: "badges"},
    "wins": {P.OPPORTUNITY_VIEW: "congratulate index on_today take_back"},
    "reports": {
        P.DATA_EXPORT: "download",
        P.OPPORTUNITY_VIEW: "changes changes_of history history_rows",
        P.SIGNED_IN: "ask_save build index new pin remove save show",
    },
    "returns": {
        P.BOOKS_EXPORT: "ec_sales_file vat_file",
        P.FINANCE_DESK: "ec_sales_list vat_documents vat_summary",
    },
    "review": {
        P.OPPORTUNITY_EDIT: "ask decide done index",
    },
    "search": {
        P.SIGNED_IN: "index",
    },
    "reference_rates": {
        P.SETUP: "create new preview take",
    },
    "setup": {
        P.SETUP: (
            "currencies edit_company edit_duplicates edit_reach index remove_currency_rate save_company "
            "save_duplicates save_reach set_rate"
        ),
    },
    "invitations": {
        P.USER_EDIT: "send send_all",
        PUBLIC: "accept open_link",
    },
    "second_factor": {
        P.SIGNED_IN: "ask_turn_off begin show switch_off turn_on",
        P.USER_EDIT: "reset",
        PUBLIC: "ask_code check_code",
    },
    "notices": {
        P.SIGNED_IN: "dismiss dismiss_all",
    },
    "undelivered": {
        P.SIGNED_IN: "ask dismiss send",
    },
    "my_surveys": {
        P.SIGNED_IN: "index send show",
    },
    "surveys": {
        P.SETUP: (
            "add_question ask_audience ask_close ask_start begin close download edit_question move_question "
            "new_question remove_question save_audience save_question start"
        ),
    },
    "subscriptions": {
        P.SIGNED_IN: "edit index remove save",
    },
    "together": {
        P.INVOICE_EDIT: "create new",
    },
    "views": {
        P.SIGNED_IN: "columns index pin remove save sums",
    },
    "walls": {
        P.DATA_EXPORT: "make",
        P.SETUP: "index",
        P.SIGNED_IN: "ask end",
        PUBLIC: "show",
    },
    "web_forms": {
        P.SETUP: "switch",
    },
}
"""Blueprint → permission → the names of its other routes."""

SEES_EVERYTHING = {
    "root": {"*"},
    "finn": {"quote", "order", "invoice", "credit_note", "payment"},
    "sam": {"case"},
    "mia": {"lead"},
    "rob": {"*"},
}
"""Who of the cast sees every record of a type, whoever owns it; everybody else sees what they own or manage."""

MANAGES = {"ben": {"ada"}, "dana": {"cora"}}


@cache
def table() -> dict[str, P | str]:
    """Endpoint → the permission it asks for, or PUBLIC."""
    found: dict[str, P | str] = {}
    for plural, (see, change) in RECORDS.items():
        found |= {f"{plural}.{name}": see for name in SEEING} | {
            f"{plural}.{name}": change for name in CHANGING
        }
    for blueprint, permissions in ROUTES.items():
        for permission, names in permissions.items():
            found |= {f"{blueprint}.{name}".lstrip("."): permission for name in names.split()}
    return found


def sees(person: str, owner: str, record_type: str) -> bool:
    """Whether somebody of the cast sees a record that `owner` owns."""
    everything = SEES_EVERYTHING.get(person, set())
    return bool(everything & {"*", record_type}) or owner in {person, *MANAGES.get(person, set())}
