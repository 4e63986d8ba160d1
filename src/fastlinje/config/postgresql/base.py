"""The module Django looks for in a database backend."""

import select
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from psycopg import Connection, Cursor
from psycopg.types.datetime import TimestamptzLoader


class DatabaseWrapper(PostgreSQL):
    """Asks the database whether it is there only when something speaks for the opposite, not before each request."""

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

    def _has_something_to_say(self) -> bool:
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return bool(socket.poll(0))
