"""The table of a report as CSV or workbook, from its page and by command."""
