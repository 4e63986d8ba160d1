"""The module Django looks for in a database backend."""

import select
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from psycopg import Connection, Cursor
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.types.datetime import TimestamptzLoader

_OPEN = (TransactionStatus.INTRANS, TransactionStatus.INERROR)


class DatabaseWrapper(PostgreSQL):
    """Django's, without what it does anew for each request: asking whether the database is there, and planning after a refusal."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """A connection that reads moments in C. Django's own reader puts UTC where it stands already."""
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_loader("timestamptz", TimestamptzLoader)
        return connection

    def create_cursor(self, name: str | None = None) -> Cursor:
        """A cursor that reads as its connection does: every connection of ours speaks UTC."""
        return self.connection.cursor(name) if name else self.connection.cursor()

    def is_usable(self) -> bool:
        """False for a connection that the server has closed: it said so, and nothing else is ever sent unasked."""
        if self.connection is None or self.errors_occurred or self._has_something_to_say():
            return super().is_usable()
        return True

    def _rollback(self) -> None:
        """Take a transaction back, and keep the statements that are prepared on this connection.

        psycopg forgets them all at every rollback, in case a table was made in it: each refusal would make PostgreSQL plan anew
        whatever is asked next. Tables are made by the owner's connection alone, which is of Django's own class.
        """
        if not self._taken_back():
            super()._rollback()

    def _taken_back(self) -> bool:
        """False when there is nothing to take back, or when psycopg must tell what is wrong."""
        if self.connection is None or self.connection.pgconn.transaction_status not in _OPEN:
            return False
        return self.connection.pgconn.exec_(b"ROLLBACK").status == ExecStatus.COMMAND_OK

    def _has_something_to_say(self) -> bool:
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return bool(socket.poll(0))
