"""Trouble an operator can do something about, told in one line."""


class Trouble(Exception):
    """Something stops the program; the message is one line that says what, where and what to do.

    The command line prints it without a stack trace and ends with `exit_code`.
    """

    exit_code = 1


class BadSettings(Trouble):
    """The environment does not describe a system that may start (FD-22)."""

    exit_code = 2
