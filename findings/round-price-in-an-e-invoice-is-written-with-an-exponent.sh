#!/usr/bin/env bash
# An e-invoice cannot be written because its price is a round hundred.
#
# One would expect: Decimal("100.00").normalize(), the same number without needless zeros, is written as 100.
# What happens: drafthorse writes the number as Python prints it, 1E+2, and its own check against the schema refuses the invoice: xs:decimal has
#   no exponent. The same with a price of 0.0000001. Numbers have to be brought into plain notation before (format(number, "f")).
# Seen with: drafthorse 2025.2.0
# Source: W3C XML Schema 1.0 part 2, 3.2.3 decimal; Python's decimal documentation, normalize()
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check drafthorse==2025.2.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date
from decimal import Decimal
from drafthorse.models.accounting import ApplicableTradeTax
from drafthorse.models.document import Document
from drafthorse.models.party import TaxRegistration
from drafthorse.models.tradelines import LineItem

def written(price):
    invoice = Document()
    invoice.context.guideline_parameter.id = "urn:cen.eu:en16931:2017"
    invoice.header.id, invoice.header.type_code, invoice.header.issue_date_time = "INV-1", "380", date(2026, 1, 31)
    seller, buyer = invoice.trade.agreement.seller, invoice.trade.agreement.buyer
    seller.name, seller.address.country_id, buyer.name, buyer.address.country_id = "Seller", "DE", "Buyer", "DE"
    seller.tax_registrations.add(TaxRegistration(id=("VA", "DE136695976")))
    line = LineItem()
    line.document.line_id, line.product.name, line.agreement.net.amount = "1", "Box", price
    line.delivery.billed_quantity = (Decimal(1), "C62")
    tax = ApplicableTradeTax()
    for each in (line.settlement.trade_tax, tax):
        each.type_code, each.category_code, each.rate_applicable_percent = "VAT", "S", Decimal("19.00")
    line.settlement.monetary_summation.total_amount = Decimal("100.00")
    invoice.trade.items.add(line)
    tax.calculated_amount, tax.basis_amount = Decimal("19.00"), Decimal("100.00")
    invoice.trade.settlement.currency_code = "EUR"
    invoice.trade.settlement.trade_tax.add(tax)
    sums = invoice.trade.settlement.monetary_summation
    sums.line_total = sums.tax_basis_total = Decimal("100.00")
    sums.charge_total = sums.allowance_total = Decimal("0.00")
    sums.tax_total = (Decimal("19.00"), "EUR")
    sums.grand_total = sums.due_amount = Decimal("119.00")
    try:
        return invoice.serialize(schema="FACTUR-X_EN16931").decode().partition("<ram:ChargeAmount>")[2].partition("<")[0]
    except Exception as error:
        return f"{type(error).__name__}: {error}".partition("(")[0]

plain, normal = written(Decimal("100.00")), written(Decimal("100.00").normalize())
print("100.00 ->", plain, "| normalized ->", normal)
assert plain == "100.00"
assert "'1E+2' is not a valid value" in normal
PYTHON
