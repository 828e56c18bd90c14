"""Everything people do to records, in one table.

Two verbs that touch one record are raced (test_matrix.py); a verb added here meets all others by itself.
"""

from tests.concurrency.verbs import bulk, documents, money, sales
from tests.concurrency.verbs.verb import Verb

VERBS = sales.VERBS + bulk.VERBS + documents.VERBS + money.VERBS

DOCUMENTS = {name for each in documents.VERBS + money.VERBS for name in each.touches.split()}
"""Where money is: the audit of it is asked after each race about one of these."""

__all__ = ["DOCUMENTS", "VERBS", "Verb"]
