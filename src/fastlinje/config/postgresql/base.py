"""The module Django looks for in a database backend."""

import select

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL


class DatabaseWrapper(PostgreSQL):
    """Asks the database whether it is there only when something speaks for the opposite, not before each request."""

    def is_usable(self) -> bool:
        """False for a connection that the server has closed: it said so, and nothing else is ever sent unasked."""
        if self.connection is None or self.errors_occurred or self._has_something_to_say():
            return super().is_usable()
        return True

    def _has_something_to_say(self) -> bool:
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return bool(socket.poll(0))
