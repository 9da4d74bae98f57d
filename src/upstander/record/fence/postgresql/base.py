"""A connection that knows its viewer: told anew before a statement whenever it may be another one than before."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from upstander.record.fence.viewer import Viewer, current

_TELL = (
    "SELECT set_config('hub.viewer', %s, false), set_config('hub.uid', %s, false),"
    " set_config('hub.organisation', %s, false), set_config('hub.relations', %s, false),"
    " set_config('hub.refusing', %s, false)"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, with the viewer kept in settings of the session that the policies read.

    A new connection has been told nothing, and the policies then show nothing. Rolling back takes a setting back with
    everything else, so what the server was told counts as unknown from then on and is said again.
    """

    told: Viewer | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """Return how to connect: nothing is compiled, and a row out of order costs as on a disk without moving parts.

        The policies look dear to the planner. From some ten thousand rows on it would compile for seconds what runs in
        milliseconds, and read a whole queue to sort it where 51 rows by an index are the answer.
        """
        params: dict[str, Any] = super().get_connection_params()
        params["options"] = f"{params.get('options', '')} -c jit=off -c random_page_cost=1.1".strip()
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; the server has not been told anything yet."""
        self.told = None
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor of a session that knows its viewer."""
        self.bring_in_line()
        return super().create_cursor(name)

    def bring_in_line(self) -> None:
        """Tell the server who looks, unless it knows; past Django's own cursors, whose statements tests count."""
        wanted = current()
        if self.connection is None or self.connection.closed or self.told == wanted:
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # nothing can be read before the rollback, after which it is said again
        self.told = None
        with self.wrap_database_errors:
            said = (wanted.kind, str(wanted.user), str(wanted.organisation), wanted.relations, wanted.refusing)
            self.connection.execute(_TELL, said)
        self.told = wanted

    def _set_autocommit(self, autocommit: bool) -> None:
        if not autocommit:
            self.bring_in_line()  # before the transaction, so that its end changes nothing
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        except BaseException:
            self.told = None
            raise

    def _rollback(self) -> None:
        self.told = None
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        try:
            super()._savepoint_rollback(sid)  # type: ignore[misc]
        finally:
            self.told = None
