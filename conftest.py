"""The database of the tests: one embedded server for everyone, one migrated template, one copy for each process.

Several people may test in the same checkout at once: every pytest process gets a database of its own name. The
template is made anew when a migration, a permission or a role changes. `MUTUA_TEST_DATABASE_URL` names another server.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from mutua.foundation.database.testing import TestDatabases, emptied_quickly

ROOT = Path(__file__).parent

# How long one example takes says more about the machine than about the code; speed is measured by `make bench`.
hypothesis_settings.register_profile("mutua", deadline=None)
hypothesis_settings.load_profile("mutua")

# The cast and the browser, for every test of the house.
pytest_plugins = ("tests.cast", "tests.browser")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules come first, so that no process is left with one of them when all others have ended."""
    items.sort(key=lambda item: not item.nodeid.startswith(("tests/matrix/", "tests/stories/", "tests/faults/")))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    from django.conf import settings
    from django.db import connections

    from mutua.config import conf
    from mutua.foundation.database import making

    databases = TestDatabases(ROOT, settings.DATA_FOLDER, os.environ.get("MUTUA_TEST_DATABASE_URL"))

    def use(url: str) -> None:
        connections["default"].close()
        settings.DATABASES["default"].update(conf.database(url))
        connections["default"].settings_dict.update(conf.database(url))

    def migrate(url: str) -> None:
        use(url)
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            making.migrate()
            connections["default"].close()

    databases.open()
    try:
        use(databases.take(migrate))
        with ExitStack() as stack:
            with django_db_blocker.unblock():  # type: ignore[attr-defined]
                stack.enter_context(emptied_quickly())
            yield
    finally:
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            connections.close_all()
        databases.close()


@pytest.fixture(scope="session")
def database_url(django_db_setup: None) -> str:
    """The URL of this test process's own database, for tests that start real processes."""
    from django.db import connection

    settings = connection.settings_dict
    return (
        f"postgresql://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?host={settings['HOST']}"
        if settings["HOST"].startswith("/")
        else f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT'] or 5432}/{settings['NAME']}"
    )


@pytest.fixture(autouse=True)
def no_jobs_left_over(request: pytest.FixtureRequest) -> Iterator[None]:
    """A transactional test leaves empty tables, but Django does not know those of the queue: a job would look for events that are gone."""
    marker = request.node.get_closest_marker("django_db")
    asked = marker is not None and marker.kwargs.get("transaction")
    if not asked and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    _empty_the_queue()
    yield
    _empty_the_queue()


@pytest.fixture(autouse=True)
def kept_statements_are_right() -> Iterator[None]:
    """Settings for tests prove the statements that were kept; a panel that swallows the failure does not hide it."""
    from mutua.foundation.database.postgresql import compiler

    yield
    found, compiler.disagreements[:] = list(compiler.disagreements), []
    assert not found, found[0]


def _empty_the_queue() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_periodic_defers")
        cursor.execute("DELETE FROM procrastinate_jobs")
