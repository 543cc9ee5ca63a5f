# ruff: noqa: S603 - the program is a pooler that this machine has
"""Between a run and its database: TLS by the address, and a pooler in transaction mode."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from chakra_async import bulk
from chakra_async.bulk import JournalAddress, JournalError
from chakra_async.bulk.journal.postgres import admin
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.reader import describe
from tests.support.ports import reserved_port
from tests.support.postgres import PASSWORD, USER, PostgresServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.postgres import Database

NUMBERS = [f"9199{n:08}" for n in range(1, 31)]
POOLER = os.environ.get("CHAKRA_TEST_PGBOUNCER") or shutil.which("pgbouncer")


def test_tls_is_used_as_the_address_says(own_postgres: PostgresServer, tmp_path: Path) -> None:
    authority, other = trustme.CA(), trustme.CA()
    own_postgres.stop()
    if "ssl" not in own_postgres.run("pg_config", "--configure"):
        pytest.skip("this PostgreSQL was built without TLS: set CHAKRA_TEST_POSTGRES_BIN")
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    for name, blob in (
        ("server.crt", certificate.cert_chain_pems[0]),
        ("server.key", certificate.private_key_pem),
    ):
        own_postgres.add_file(name, blob.bytes())
    own_postgres.set("ssl", "on")
    own_postgres.start()
    for name, ca in (("ours.pem", authority), ("other.pem", other)):
        ca.cert_pem.write_to_path(str(tmp_path / name))

    def opened(root: str) -> PostgresJournal:
        there = own_postgres.address(sslmode="verify-full", sslrootcert=str(tmp_path / root))
        return PostgresJournal.open(JournalAddress.parse(f"{there}#july"))

    journal = opened("ours.pem")
    with journal.changing() as connection:
        assert connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone() == (
            True,
        )
    journal.close()
    with pytest.raises(JournalError, match="certificate"):
        opened("other.pem")


@pytest.fixture
def own() -> Iterator[int]:
    """The pooler's port."""
    with reserved_port() as port:
        yield port


@pytest.fixture
def pooled(postgres: Database, own: int) -> Iterator[str]:
    """The address of the database through a pooler with two connections, which go from client to client."""
    if POOLER is None:
        pytest.skip("pgbouncer is not here: install it, or set CHAKRA_TEST_PGBOUNCER")
    folder = Path(tempfile.mkdtemp(prefix="chakra-pgbouncer-"))
    folder.chmod(0o777)
    port = int(postgres.address.split("@")[1].split("/")[0].split(":")[1])
    (folder / "users").write_text(f'"{USER}" "{PASSWORD}"\n')
    (folder / "pgbouncer.ini").write_text(
        f"""[databases]
* = host=127.0.0.1 port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
unix_socket_dir =
auth_type = plain
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 2
"""
    )
    user = "nobody" if os.geteuid() == 0 else None
    process = subprocess.Popen(
        [POOLER, folder / "pgbouncer.ini"], user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", own)) == 0:
                    break
            time.sleep(0.05)
        yield postgres.address.replace(f":{port}/", f":{own}/")
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


async def test_a_pooler_in_transaction_mode_may_be_between(
    nobody: Any, pooled: str, postgres: Database
) -> None:
    calls: list[str] = []

    async def call(_: Any, row: bulk.Row) -> None:
        calls.append(row.value)

    for name in ("july", "august"):
        report = await bulk.Run(nobody, bulk.action(call), rows=NUMBERS, journal=f"{pooled}#{name}").finish()
        assert (report.done, report.stopped_because) == (30, None)
    part = await bulk.Run(
        nobody, bulk.action(call), rows=NUMBERS, journal=f"{pooled}#september", limit=10
    ).finish()
    assert (part.done, part.pending) == (10, 20)
    address = JournalAddress.parse(f"{pooled}#september")
    workers = [PostgresJournal.open(address) for _ in range(4)]
    for each in workers:
        assert each.take(1) is not None
        each.close()
    assert sum(describe(address)[1].values()) == 30
    assert len(admin.slices(address)) == 1
    assert sorted(calls) == sorted(NUMBERS * 2 + NUMBERS[:10])
    # Nothing that lasts longer than a transaction is left on the connections that others get.
    assert postgres.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == [(0,)]
