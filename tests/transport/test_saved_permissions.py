"""Saving over a file: what it may be read by stays, and only files are replaced."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import InvalidRequestError
from chakra_async.downloads import AtomicFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def save(path: Path) -> None:
    file = AtomicFile(path)
    file.write(b"content")
    file.put()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660, 0o644, 0o444, 0o400, 0o755])
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
def test_a_replaced_file_keeps_its_permissions(mode: int, mask: int, tmp_path: Path) -> None:
    path = tmp_path / "card.jpg"
    path.write_bytes(b"before")
    path.chmod(mode)
    with umask(mask):
        save(path)
    assert mode_of(path) == mode
    assert path.read_bytes() == b"content"


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o027, 0o640)])
def test_a_new_file_has_the_permissions_of_new_files(mask: int, mode: int, tmp_path: Path) -> None:
    with umask(mask):
        save(tmp_path / "card.jpg")
    assert mode_of(tmp_path / "card.jpg") == mode


def test_permissions_changed_while_the_content_comes_in_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "card.jpg"
    path.write_bytes(b"before")
    file = AtomicFile(path)
    path.chmod(0o600)
    file.put()
    assert mode_of(path) == 0o600


def test_what_is_written_is_private_until_it_has_its_name(tmp_path: Path) -> None:
    path = tmp_path / "card.jpg"
    path.write_bytes(b"before")
    path.chmod(0o600)
    with umask(0):
        file = AtomicFile(path)
        (part,) = tmp_path.glob(".chakra-*.part")
        assert mode_of(part) == 0o600
        file.discard()


def test_a_setuid_bit_is_not_handed_on(tmp_path: Path) -> None:
    path = tmp_path / "tool"
    path.write_bytes(b"before")
    path.chmod(0o4755)
    save(path)
    assert mode_of(path) == 0o755


def test_the_group_of_a_setgid_folder_is_kept(tmp_path: Path) -> None:
    tmp_path.chmod(0o2775)
    save(tmp_path / "card.jpg")
    assert (tmp_path / "card.jpg").stat().st_gid == tmp_path.stat().st_gid


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs another user's file")
def test_a_file_of_another_user_stays_theirs(tmp_path: Path) -> None:
    path = tmp_path / "card.jpg"
    path.write_bytes(b"before")
    path.chmod(0o640)
    os.chown(path, 12345, 12346)
    save(path)
    after = path.stat()
    assert (after.st_uid, after.st_gid, stat.S_IMODE(after.st_mode)) == (12345, 12346, 0o640)


def test_a_group_that_cannot_be_kept_loses_what_others_have_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "card.jpg"
    path.write_bytes(b"before")
    path.chmod(0o664)
    foreign = list(path.stat())
    foreign[5] += 1

    def refused(*_: Any) -> None:
        raise PermissionError

    monkeypatch.setattr("chakra_async.downloads._replaced", lambda _: os.stat_result(foreign))
    monkeypatch.setattr(os, "chown", refused)
    save(path)
    assert mode_of(path) == 0o644


def test_a_symbolic_link_is_replaced_and_what_it_points_to_stays(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept.jpg", tmp_path / "card.jpg"
    kept.write_bytes(b"before")
    kept.chmod(0o600)
    link.symlink_to(kept)
    save(link)
    assert not link.is_symlink()
    assert (kept.read_bytes(), mode_of(kept)) == (b"before", 0o600)
    assert (link.read_bytes(), mode_of(link)) == (b"content", 0o600)


def test_a_link_to_nothing_is_replaced(tmp_path: Path) -> None:
    link = tmp_path / "card.jpg"
    link.symlink_to(tmp_path / "nothing")
    save(link)
    assert link.read_bytes() == b"content"


def test_devices_pipes_and_links_to_them_are_refused(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for path in (pipe, link):
        with pytest.raises(
            InvalidRequestError, match=r"cannot be written: it is a device, a pipe or a socket"
        ):
            AtomicFile(path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["link", "pipe"]
