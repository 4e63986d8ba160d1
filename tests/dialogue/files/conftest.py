import pytest

from fastlinje.dialogue.files.helper import HELPER, Helper


@pytest.fixture(scope="session")
def helper():
    """A file helper of its own for these tests."""
    own = Helper()
    yield own
    own.close()
    HELPER.close()
