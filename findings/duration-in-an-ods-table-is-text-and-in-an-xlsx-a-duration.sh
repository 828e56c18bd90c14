#!/usr/bin/env bash
# The same duration is text when it comes from a LibreOffice table, and a duration when it comes from Excel.
#
# One would expect: 26:30 hours are a timedelta of 26.5 hours from both files: the reader's promise is the same Python types for
#   all kinds of tables.
# What happens: from .xlsx it is a timedelta, from .ods the text PT26H30M00S. Whoever sums up hours meets a TypeError, or loses
#   them where text is skipped.
# Seen with: python-calamine 0.9.1, openpyxl 3.1.5, odfpy 1.4.1
# Source: OASIS OpenDocument 1.2, part 1, 19.382 (office:time-value is a duration of XML Schema); the reader's own type list
#   names timedelta.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5 odfpy==1.4.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import timedelta

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

book, table, row = OpenDocumentSpreadsheet(), Table(name="Hours"), TableRow()
cell = TableCell(valuetype="time", timevalue="PT26H30M00S")
cell.addElement(P(text="26:30"))
row.addElement(cell)
table.addElement(row)
book.spreadsheet.addElement(table)
book.save("hours.ods")
excel = Workbook()
excel.active["A1"] = timedelta(hours=26.5)
excel.active["A1"].number_format = "[h]:mm"
excel.save("hours.xlsx")
read = {name: CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()[0][0] for name in ("hours.ods", "hours.xlsx")}
print(read)
assert read == {"hours.ods": "PT26H30M00S", "hours.xlsx": timedelta(hours=26.5)}, read
PYTHON
