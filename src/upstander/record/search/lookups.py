"""Ask the word index in a query of Django's: `words__holds=asked`, on both databases."""

from typing import Any

from django.db.models import Lookup, TextField

from upstander.engines.finding.asking import Asked


@TextField.register_lookup
class Holds(Lookup):
    """Whether the filed words hold every part of an `Asked`. For `Words.words` alone."""

    lookup_name = "holds"
    rhs: Asked

    def get_prep_lookup(self) -> Asked:
        """Return what is asked, as it is: each database has its own language for it."""
        return self.rhs

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return the condition for SQLite's full-text table."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} MATCH %s", [*params, self.rhs.fts5()]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return the condition for PostgreSQL's vector."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @@ %s::tsquery", [*params, self.rhs.tsquery()]
