"""`salesapp demo` and `salesapp load`."""

from __future__ import annotations

import click
from sqlalchemy import select

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.demo.load import load
from salesapp.demo.story import tell
from salesapp.operating import schema
from salesapp.people.models import User


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Does nothing where somebody lives already.")
def demo_command(if_empty: bool) -> None:
    """Loads the demo company into an empty database."""
    if schema.current_version() is None:
        schema.migrate()
    set_viewer(SYSTEM)
    if if_empty and db.session.scalar(select(User.id).limit(1)) is not None:
        return
    tell()
    db.session.commit()
    click.echo("The demo company is ready. Everybody's password is: demo demo demo")


@click.command("load")
@click.option("--opportunities", type=click.IntRange(1), required=True, help="How many.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same data.")
@click.option(
    "--open",
    "share_open",
    type=click.IntRange(0, 100),
    default=100,
    show_default=True,
    help="Per cent of them open.",
)
def load_command(opportunities: int, seed: int, share_open: int) -> None:
    """Loads a synthetic company of that size, for measuring."""
    set_viewer(SYSTEM)
    made = load(opportunities, seed, share_open=share_open)
    click.echo(", ".join(f"{count:,} {name}" for name, count in made.items()))


COMMANDS = (demo_command, load_command)
