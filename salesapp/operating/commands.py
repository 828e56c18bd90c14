"""Commands of an operator."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.operating import backups, checks, schema
from salesapp.operating.serving import serve, work


@click.command("serve")
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
def serve_command(host: str | None, port: int | None) -> None:
    """Runs the production server and the worker."""
    from dataclasses import replace

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    settings = app.config["SETTINGS"]
    serve(replace(settings, host=host or settings.host, port=port or settings.port), app)


@click.command("worker")
def worker_command() -> None:
    """Runs the worker alone."""
    work(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command("migrate")
def migrate_command() -> None:
    """Brings the database to the newest version."""
    schema.migrate()


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup_command(file: Path) -> None:
    """Writes everything into FILE while the product runs."""
    if file.exists():
        raise click.UsageError(f"{file} already exists. Choose another name, or move it away first.")
    backups.backup(file)
    click.echo(f"Saved to {file} ({file.stat().st_size:,} bytes).")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore_command(file: Path) -> None:
    """Puts a backup into an empty database."""
    backups.restore(file)
    click.echo(f"Restored from {file}.")


@click.command("check")
def check_command() -> None:
    """Looks at versions, settings and the money; fails if anything is red."""
    set_viewer(SYSTEM)
    lines, red = checks.report(list(checks.findings()))
    click.echo(lines)
    if red:
        raise SystemExit(1)


COMMANDS = (serve_command, worker_command, migrate_command, backup_command, restore_command, check_command)
