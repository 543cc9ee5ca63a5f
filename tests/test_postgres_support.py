# ruff: noqa: S603 - the commands are the test's own
"""The PostgreSQL of the tests: shared by a session, gone after it, and a database for each test."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.postgres import ADDRESS, ROOT, fresh_database, programs

if TYPE_CHECKING:
    from tests.support.postgres import Database, PostgresServer

_SESSION = """
import os, sys
from tests.support.postgres import fresh_database, shared_address
with shared_address() as address:
    print(address, flush=True)
    sys.stdin.readline()
    if sys.argv[1:] == ["killed"]:
        os.kill(os.getpid(), 9)
    with fresh_database(address) as database:
        print(database.execute("SELECT 7")[0][0], flush=True)
"""


def test_each_test_has_a_database_of_its_own_which_is_dropped(postgres: Database) -> None:
    assert postgres.execute("SELECT current_database()") == [(postgres.name,)]
    with fresh_database(postgres.address) as other:
        other.execute("CREATE TABLE t (x int)")
        assert postgres.execute("SELECT to_regclass('t')") == [(None,)]
    assert not postgres.execute("SELECT 1 FROM pg_database WHERE datname = %s", other.name)


@pytest.mark.skipif(programs() is None, reason="needs the programs of PostgreSQL")
def test_processes_of_a_session_share_a_server_that_ends_with_the_last_of_them() -> None:
    place = Path(
        tempfile.mkdtemp(prefix="chakra-test-")
    )  # a fixture's is private, and the server's user must pass it
    place.chmod(0o711)
    environment = {name: value for name, value in os.environ.items() if name != ADDRESS}
    environment |= {"PYTEST_XDIST_TESTRUNUID": "shared", "TMPDIR": str(place)}
    sessions = [
        subprocess.Popen(
            [sys.executable, "-c", _SESSION, *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for arguments in ([], ["killed"])
    ]
    addresses: set[str] = set()
    for each in sessions:
        assert each.stdout is not None
        addresses.add(each.stdout.readline())
    assert len(addresses) == 1
    assert addresses != {""}
    killed, other = sessions[1], sessions[0]
    killed.communicate("\n", timeout=60)
    assert other.communicate("\n", timeout=60)[0] == "7\n"
    while list(place.iterdir()):
        time.sleep(0.05)  # the keeper removes everything; the test's own time limit ends a wait for ever
    place.rmdir()


def test_a_server_of_a_tests_own_survives_a_crash(own_postgres: PostgresServer) -> None:
    with fresh_database(own_postgres.address()) as database:
        database.execute("CREATE TABLE t (x int)")
        own_postgres.restart("immediate")
        assert database.execute("SELECT count(*) FROM t") == [(0,)]
