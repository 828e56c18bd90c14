"""Every command of the product, by the package that brings it."""

from __future__ import annotations

from salesapp.demo.commands import COMMANDS as DEMO
from salesapp.invoices.e_invoices.commands import einvoice_command
from salesapp.operating.commands import COMMANDS as OPERATING
from salesapp.people.commands import COMMANDS as PEOPLE
from salesapp.records.exporting.commands import export_command
from salesapp.records.importing.commands import import_command
from salesapp.reports.exporting.commands import report_command

COMMANDS = (*OPERATING, *DEMO, *PEOPLE, import_command, export_command, report_command, einvoice_command)
