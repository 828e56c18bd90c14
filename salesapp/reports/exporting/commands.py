"""`salesapp report`."""

from __future__ import annotations

from pathlib import Path

import click

from salesapp.core.access import set_viewer
from salesapp.core.i18n import _
from salesapp.records.exporting.files import lines_of
from salesapp.records.exporting.workbook import workbook
from salesapp.records.importing.commands import person
from salesapp.reports.exporting.files import heads_of, rows_of
from salesapp.reports.running import run
from salesapp.reports.saved.shelf import called, shelf_of


@click.command("report")
@click.argument("name", metavar="NAME|ID", required=False)
@click.option("--list", "listed", is_flag=True, help="The names of all reports.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV, or XLSX by its name; otherwise standard output.",
)
@click.option("--as", "email", metavar="EMAIL", help="With this user’s rights.")
def report_command(name: str | None, listed: bool, out: Path | None, email: str | None) -> None:
    """Write the table of a saved or shipped report as CSV or XLSX."""
    by = person(email)
    set_viewer(by)
    if listed:
        for each in shelf_of(by):
            click.echo(f"{each.key}\t{each.question}")
        return
    if name is None:
        raise click.UsageError(_("Name a report, or list them with --list."))
    result = run(called(name).report)
    heads, rows = heads_of(result), list(rows_of(result))
    if out is None:
        click.echo("".join(lines_of(heads, rows)), nl=False)
    elif out.suffix == ".xlsx":
        out.write_bytes(b"".join(workbook(str(result.report.type.label_plural), heads, rows)))
    else:
        out.write_text("".join(lines_of(heads, rows)), encoding="utf-8")
    click.echo(_("%(count)s rows.", count=len(rows)), err=True)
