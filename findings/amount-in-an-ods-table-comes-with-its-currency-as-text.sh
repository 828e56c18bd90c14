#!/usr/bin/env bash
# An amount in a LibreOffice table is text with its currency, while a percentage and a number beside it are numbers.
#
# One would expect: a cell of type currency with the value 1234.5 gives 1234.5, as the other typed cells give what office:value
#   says.
# What happens: it gives the text "1234.5 EUR", so a column of amounts cannot be added, and one in which only some cells are
#   formatted as money holds two types.
# Seen with: pyexcel-ods3 0.6.1 (pyexcel-ods 0.6.0 alike)
# Source: OASIS OpenDocument 1.2, part 1, 19.385: the value of a cell of type currency is in office:value, as with float and
#   percentage.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyexcel-ods3==0.6.1 odfpy==1.4.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from pyexcel_ods3 import get_data

book, table, row = OpenDocumentSpreadsheet(), Table(name="Prices"), TableRow()
cells = [({"valuetype": "currency", "currency": "EUR", "value": "1234.5"}, "1.234,50 €"),
         ({"valuetype": "percentage", "value": "0.075"}, "7,5 %"), ({"valuetype": "float", "value": "12.5"}, "12,5")]
for kind, shown in cells:
    cell = TableCell(**kind)
    cell.addElement(P(text=shown))
    row.addElement(cell)
table.addElement(row)
book.spreadsheet.addElement(table)
book.save("prices.ods")
read = get_data("prices.ods")["Prices"][0]
print(read)
assert read == ["1234.5 EUR", 0.075, 12.5], read
PYTHON
