"""A form is written so that no name can end its own header, and says of a file what can be known."""

from __future__ import annotations

import email
import email.policy
import io
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import UNSET, InvalidRequestError
from chakra_async._core.forms import multipart
from chakra_async._core.media_types import content_type_of, extension_of, name_from_disposition, type_of_bytes
from chakra_async._core.operation import NO_OPTIONS, Operation, Options
from chakra_async._core.request import build

JPEG = b"\xff\xd8\xff\xe0 the rest"


def parts(form: Any, content: bytes = b"") -> Any:
    """Read a form back as a mail reader does."""
    head = f"Content-Type: multipart/form-data; boundary={form.boundary}\r\n\r\n".encode()
    whole = email.message_from_bytes(head + form.before + content + form.after, policy=email.policy.HTTP)
    assert not whole.defects
    return list(whole.iter_parts())


def test_a_form_names_everything() -> None:
    form = multipart(
        {"filename": UNSET, "filetype": UNSET, "public": True, "size": [1, 2.5], "note": UNSET},
        file_field="photo",
        file=JPEG,
    ).form("b", JPEG[:8])
    found = parts(form, JPEG)
    named = [
        (part.get_param("name", header="content-disposition"), part.get_payload(decode=True))
        for part in found
    ]
    assert named == [
        ("filename", b"file.jpg"),
        ("filetype", b"jpg"),
        ("public", b"true"),
        ("size", b"1"),
        ("size", b"2.5"),
        ("photo", JPEG),
    ]
    assert found[-1].get_content_type() == "image/jpeg"
    assert found[-1].get_filename() == "file.jpg"


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=60), st.text(max_size=30))
def test_no_name_and_no_value_adds_a_part_or_a_header(field: Any, filename: Any, value: Any) -> None:
    fields = {"filename": filename, "note": value}
    try:
        form = multipart(fields, file_field=field, file=b"x").form("boundary-not-in-it", b"x")
    except InvalidRequestError:
        return
    lines = form.before.split(b"\r\n\r\n")[-2].rsplit(b"--boundary-not-in-it\r\n", 1)[1].split(b"\r\n")
    assert [line.partition(b":")[0] for line in lines] == [b"Content-Disposition", b"Content-Type"]
    assert form.before.count(b"--boundary-not-in-it") == 3
    assert lines[0].count(b'"') == 4


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_a_file_name_of_any_script_arrives_as_it_is(name: Any) -> None:
    name = name.replace("/", "").replace("\\", "")
    if not name.strip():
        return
    form = multipart({"filename": name}, file_field="file", file=b"x").form("b", b"x")
    written = f'filename="{name}"'.replace(f'"{name}"', '"' + name.replace('"', "%22") + '"')
    assert written.encode() in form.before
    assert b'name="filename"\r\n\r\n' + name.encode() + b"\r\n" in form.before


@pytest.mark.parametrize(
    ("file", "given", "start", "name", "kind"),
    [
        ("photos/me.JPG", UNSET, b"", "me.JPG", "image/jpeg"),
        (PurePosixPath("/tmp/voice.ogg"), UNSET, b"", "voice.ogg", "audio/ogg"),  # noqa: S108 - only a name
        ("voice.mp3", "call.m4a", b"", "call.m4a", "audio/mp4"),
        ("scan", UNSET, b"%PDF-1.7", "scan", "application/pdf"),
        ("scan", UNSET, b"??", "scan", "application/octet-stream"),
        (JPEG, UNSET, JPEG, "file.jpg", "image/jpeg"),
        (b"??", UNSET, b"??", "file.bin", "application/octet-stream"),
        (bytearray(b"RIFF....WEBPVP8 "), UNSET, b"RIFF....WEBPVP8 ", "file.webp", "image/webp"),
        ("backup.tar.gz", UNSET, b"", "backup.tar.gz", "application/gzip"),
        ("evil\r\nX-Header: 1.png", UNSET, b"", "evil__X-Header: 1.png", "image/png"),
        ("a\udcff.png", UNSET, b"", "a?.png", "image/png"),
    ],
)
def test_name_and_type_come_from_what_is_known(
    file: Any, given: Any, start: Any, name: Any, kind: Any
) -> None:
    form = multipart({"filename": given}, file_field="file", file=file).form("b", start)
    assert (form.filename, form.content_type) == (name, kind)


def test_an_opened_file_has_its_own_name_unless_it_is_none() -> None:
    class Named(io.BytesIO):
        name: Any = "/home/me/cat.png"

    assert multipart({}, file_field="file", file=Named(b"x")).filename == "cat.png"
    for name in ("<stdin>", 3, None):
        Named.name = name
        assert multipart({}, file_field="file", file=Named(b"x")).filename is None


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("audio/mp3", "audio/mpeg"),
        ("image/JPG", "image/jpeg"),
        ("text/plain; charset=utf-8", "text/plain; charset=utf-8"),
        ("application/x-own", "application/x-own"),
    ],
)
def test_a_given_type_wins_but_for_names_that_fail(given: Any, sent: Any) -> None:
    assert multipart({}, file_field="file", file="a.pdf", content_type=given).content_type == sent


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"file": b""}, "file is empty"),
        ({"file": 7}, "file must be"),
        ({"file": None}, "file must be"),
        ({"file": ""}, "file must be"),
        ({"file": "/"}, "file must be"),
        ({"file": memoryview(b"abcd")[::2]}, "without gaps"),
        ({"file": b"x", "content_type": "image/png\r\nX: 1"}, "content_type"),
        ({"file": b"x", "content_type": "png"}, "content_type"),
        ({"file": b"x", "content_type": 1}, "content_type"),
        ({"file": b"x", "filename": "a\r\nb"}, "filename"),
        ({"file": b"x", "filename": "../b"}, "filename"),
        ({"file": b"x", "filename": " "}, "filename"),
        ({"file": b"x", "filename": None}, "filename"),
        ({"file": b"x", "filename": "\udcff"}, "filename"),
        ({"file": b"x", "note": {"a": 1}}, "note"),
        ({"file": b"x", "note": None}, "note"),
    ],
)
def test_what_cannot_be_sent_is_refused_by_name(arguments: Any, named: Any) -> None:
    file, kind = arguments.pop("file"), arguments.pop("content_type", None)
    with pytest.raises(InvalidRequestError, match=named):
        multipart(arguments, file_field="file", file=file, content_type=kind)


UPLOAD = Operation[Any](name="media.upload_public", method="POST", path="/up", repeatable=False)


def test_extra_members_become_fields_and_win() -> None:
    form = multipart({"filename": UNSET}, file_field="file", file=b"x")
    options = Options(extra_body={"filename": "other.png", "folder": "A"})
    upload = build(UPLOAD, path=None, query=None, body=form, options=options).upload
    assert upload is not None
    assert (upload.filename, upload.content_type) == ("other.png", "image/png")
    assert b'name="folder"\r\n\r\nA\r\n' in upload.form("b", b"x").before
    with pytest.raises(InvalidRequestError, match="file"):
        build(UPLOAD, path=None, query=None, body=form, options=Options(extra_body={"file": "x"}))


def test_a_form_without_a_file_is_one_as_well() -> None:
    request = build(
        UPLOAD,
        path=None,
        query=None,
        body=multipart({"business_public_key": "-----BEGIN"}),
        options=NO_OPTIONS,
    )
    assert request.body is None
    assert request.upload is not None
    (part,) = parts(request.upload.form("b", b""))
    assert part.get_payload(decode=True) == b"-----BEGIN"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"OggS", "audio/ogg"),
        (b"ID3\x03", "audio/mpeg"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x18ftyp3gp4", "video/3gpp"),
        (b"RIFF\x00\x00\x00\x00WAVE", "audio/x-wav"),
        (b"", None),
        (b"hello", None),
    ],
)
def test_the_first_bytes_show_the_type(start: Any, kind: Any) -> None:
    assert type_of_bytes(start) == kind


@pytest.mark.parametrize("extension", ["jpg", "png", "pdf", "mp3", "mp4", "ogg", "webp", "docx", "txt"])
def test_type_and_extension_go_together(extension: Any) -> None:
    assert extension_of(content_type_of(f"a.{extension}") or "") == extension


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="cat.png"', "cat.png"),
        ("attachment; filename=cat.png", "cat.png"),
        ("attachment; filename*=UTF-8''%C3%BCber.pdf", "über.pdf"),
        ('inline; filename="../../etc/passwd"', "passwd"),
        ('inline; filename="C:\\\\temp\\\\a.txt"', "a.txt"),
        ('attachment; filename="..."', None),
        ('attachment; filename=""', None),
        ('attachment; filename=".bashrc"', "bashrc"),
        ("attachment", None),
        ("", None),
        (None, None),
        ('attachment; filename="a\x00b\r\n.txt"', "a b  .txt"),
    ],
)
def test_a_server_s_file_name_is_only_a_name(header: Any, name: Any) -> None:
    assert name_from_disposition(header) == name


@given(st.text(max_size=400))
def test_a_file_name_from_a_server_never_leaves_its_directory(text: Any) -> None:
    for header in (f'attachment; filename="{text}"', f"attachment; filename*=UTF-8''{text}", text):
        name = name_from_disposition(header)
        assert name is None or (
            name not in (".", "..") and "/" not in name and "\\" not in name and 0 < len(name) <= 222
        )
