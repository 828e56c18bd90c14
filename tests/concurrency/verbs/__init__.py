"""Everything people do to records, in one table.

Two verbs that touch one record are raced (test_matrix.py); a verb added here meets all others by itself.
"""

from tests.concurrency import agreements as _agreements  # noqa: F401  it makes what the verbs name
from tests.concurrency import money as _money  # noqa: F401
from tests.concurrency import rooms as _rooms  # noqa: F401
from tests.concurrency.verbs import agreements, bulk, documents, money, rooms, sales
from tests.concurrency.verbs.verb import Verb

VERBS = sales.VERBS + bulk.VERBS + documents.VERBS + money.VERBS + rooms.VERBS + agreements.VERBS

__all__ = ["VERBS", "Verb"]
