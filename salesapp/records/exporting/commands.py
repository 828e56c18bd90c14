"""`salesapp export`."""

from __future__ import annotations

from pathlib import Path

import click

from salesapp.core.access import set_viewer
from salesapp.core.i18n import _
from salesapp.records.exporting.files import export_file
from salesapp.records.importing.commands import person, type_called
from salesapp.records.views.shelf import rows_of_view


@click.command("export")
@click.argument("type_key", metavar="TYPE")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV, or XLSX by its name; otherwise standard output.",
)
@click.option("--view", "view", metavar="VIEW", help="The rows of this view: its name, key or number.")
@click.option("--as", "email", metavar="EMAIL", help="With this user's rights.")
def export_command(type_key: str, out: Path | None, view: str | None, email: str | None) -> None:
    """Write the records of a type as CSV or XLSX."""
    by = person(email)
    set_viewer(by)
    type_ = type_called(type_key)
    statement = None if view is None else rows_of_view(type_, view)
    count = export_file(type_, out, by=by, statement=statement)
    click.echo(_("%(count)s rows.", count=count), err=True)
