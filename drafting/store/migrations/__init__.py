"""The changes of the tables, one file each in ``versions``, applied in their order when a database is opened (Alembic).

To change a table: change ``store.tables``, add ``versions/<number>_<what>.py`` and let ``HEAD`` name it. What old rows
get is written there, not taken from ``store.tables``: a migration goes on doing what it did when it was written.
"""

HEAD = "0006"
"""The last revision: what this program writes into a database it makes."""
