"""`salesapp export`."""

from __future__ import annotations

from pathlib import Path

import click

from salesapp.core.access import set_viewer
from salesapp.core.i18n import _
from salesapp.records.exporting.files import export_file
from salesapp.records.importing.commands import person, type_called


@click.command("export")
@click.argument("type_key", metavar="TYPE")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV, or XLSX by its name; otherwise standard output.",
)
@click.option("--as", "email", metavar="EMAIL", help="With this user's rights.")
def export_command(type_key: str, out: Path | None, email: str | None) -> None:
    """Write the records of a type as CSV or XLSX."""
    by = person(email)
    set_viewer(by)
    count = export_file(type_called(type_key), out, by=by)
    click.echo(_("%(count)s rows.", count=count), err=True)
