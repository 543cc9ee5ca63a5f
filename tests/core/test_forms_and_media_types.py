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
from chakra_async._core.media_signatures import OFFICE, type_of_bytes, type_of_text
from chakra_async._core.media_types import (
    canonical_type,
    content_type_of,
    extension_of,
    name_from_disposition,
    parsed,
)
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
        ("scan", UNSET, b"\x00??", "scan", "application/octet-stream"),
        ("scan", UNSET, b"??", "scan", "text/plain"),
        (JPEG, UNSET, JPEG, "file.jpg", "image/jpeg"),
        (b"\x00??", UNSET, b"\x00??", "file.bin", "application/octet-stream"),
        (b"Hello \xc3", UNSET, b"Hello \xc3", "file.txt", "text/plain"),
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


TAKEN = (
    "image/jpeg",
    "image/png",
    "audio/ogg",
    "audio/mpeg",
    "audio/mp4",
    "video/mp4",
    "text/plain",
    "application/pdf",
)
OPUS = b"OggS" + bytes(24) + b"OpusHead" + bytes(24)
VORBIS = b"OggS" + bytes(24) + b"\x01vorbis" + bytes(24)
PNG = b"\x89PNG\r\n\x1a\n...."
PDF = b"%PDF-1.7"


def uploaded(content: bytes, name: str | None = None, content_type: str | None = None) -> Any:
    fields = {"filename": UNSET if name is None else name}
    form = multipart(fields, file_field="file", file=content, content_type=content_type, accepts=TAKEN)
    return form.form("b", content[:4096])


@pytest.mark.parametrize(
    "given",
    [
        *("audio/opus", "audio/x-opus+ogg", "audio/ogg", "audio/ogg; codecs=opus", 'Audio/OGG;codecs="opus"'),
        *("application/ogg", "audio/x-ogg", "audio/ogg ; Codecs = opus", None),
    ],
)
def test_a_voice_note_of_a_browser_is_sent_as_meta_takes_it(given: str | None) -> None:
    assert uploaded(OPUS, "note.opus", given).content_type == "audio/ogg; codecs=opus"
    assert uploaded(OPUS, "note.ogg", given).content_type == "audio/ogg; codecs=opus"
    assert uploaded(OPUS, None, given).content_type == "audio/ogg; codecs=opus"
    assert uploaded(OPUS, None, given).filename == "file.ogg"


@pytest.mark.parametrize("given", [None, "audio/ogg", "audio/opus", "audio/ogg; codecs=opus"])
def test_ogg_with_another_codec_is_refused(given: str | None) -> None:
    with pytest.raises(InvalidRequestError, match=r"codecs=vorbis, and WhatsApp takes Ogg with Opus only"):
        uploaded(VORBIS, "note.ogg", given)


@pytest.mark.parametrize("name", [None, "note", "note.unknown"])
def test_ogg_with_another_codec_is_refused_without_a_name_that_says_ogg(name: str | None) -> None:
    for codec in (b"\x01vorbis", b"Speex   ", b"\x7fFLAC"):
        with pytest.raises(InvalidRequestError, match="WhatsApp takes Ogg with Opus only"):
            uploaded(b"OggS" + bytes(24) + codec + bytes(24), name)
    assert uploaded(OPUS, name).content_type == "audio/ogg; codecs=opus"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PNG, "file.png", "image/png"),
        (JPEG, "file.jpg", "image/jpeg"),
        (PDF, "file.pdf", "application/pdf"),
        (b"Hello!", "file.txt", "text/plain"),
        (b"\x00\x00\x00\x18ftypisom", "file.mp4", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "file.m4a", "audio/mp4"),
        (b"ID3\x03", "file.mp3", "audio/mpeg"),
    ],
)
def test_bytes_without_a_name_get_one_with_the_suffix_of_their_type(
    content: bytes, name: str, kind: str
) -> None:
    form = uploaded(content)
    assert (form.filename, form.content_type) == (name, kind)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PNG, "photo.jpg"),
        (JPEG, "photo.png"),
        (PDF, "photo.jpg"),
        (PNG, "bill.pdf"),
        (PNG, "note.txt"),
        (b"\x00\x00\x00\x14ftypqt  ", "clip.jpg"),
        (b"PK\x03\x04" + bytes(30), "bill.pdf"),
        (OPUS, "note.mp3"),
    ],
)
def test_a_name_that_contradicts_the_content_is_refused_unless_the_type_is_given(
    content: bytes, name: str
) -> None:
    with pytest.raises(InvalidRequestError, match="by its first bytes, and"):
        uploaded(content, name)
    assert uploaded(content, name, "application/octet-stream").content_type == "application/octet-stream"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"MZ\x90", "setup.exe", "application/"),
        (b"MZ\x90", None, "application/x-msdownload"),
        (b"GIF89a", "cat.gif", "image/gif"),
        (b"fLaC", None, "audio/flac"),
        (b"\x1aE\xdf\xa3", None, "video/webm"),
        (b"PK\x03\x04" + bytes(30), None, "application/zip"),
        (bytes(9), None, "application/octet-stream"),
        (bytes(9), "data.bin", "application/octet-stream"),
        (b"a,b", "list.csv", "text/csv"),
    ],
)
def test_a_type_that_whatsapp_does_not_take_is_said_before_the_upload(
    content: bytes, name: str | None, kind: str
) -> None:
    with pytest.raises(
        InvalidRequestError, match=f"file is {kind}.*which WhatsApp does not take: it takes image/jpeg"
    ):
        uploaded(content, name)
    assert uploaded(content, name, "application/octet-stream").content_type == "application/octet-stream"


@pytest.mark.parametrize("given", ["audio/webm;codecs=opus", "image/gif", "video/quicktime", "IMAGE/HEIC"])
def test_a_given_type_of_media_that_whatsapp_does_not_take_is_refused_as_well(given: str) -> None:
    with pytest.raises(InvalidRequestError, match="which WhatsApp does not take"):
        uploaded(b"x", "a.bin", given)


def test_where_any_file_can_be_of_use_nothing_is_refused() -> None:
    for content, name in ((PNG, "a.jpg"), (b"MZ", "a.exe"), (VORBIS, "a.ogg")):
        form = multipart({"filename": name}, file_field="file", file=content).form("b", content)
        assert form.filename == name


@pytest.mark.parametrize(
    ("folder", "kind", "extension"),
    [
        (b"word/document.xml", f"{OFFICE}wordprocessingml.document", "docx"),
        (b"xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet", "xlsx"),
        (b"ppt/presentation.xml", f"{OFFICE}presentationml.presentation", "pptx"),
    ],
)
def test_office_documents_are_told_apart_by_their_folders(folder: bytes, kind: str, extension: str) -> None:
    start = (
        b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(300) + b"PK\x03\x04" + bytes(26) + folder
    )
    assert type_of_bytes(start) == kind
    assert extension_of(kind) == extension


@given(st.binary(max_size=200))
def test_any_bytes_have_a_type_or_none(start: bytes) -> None:
    for kind in (type_of_bytes(start), type_of_text(start)):
        assert kind is None or parsed(kind) is not None


@given(
    st.text(max_size=60) | st.from_regex(r"[a-z]+/[a-z]+(; ?[a-z]+=(\"[^\"]*\"|[a-z]+)){0,2}", fullmatch=True)
)
def test_a_canonical_type_stays_as_it_is(text: str) -> None:
    found = canonical_type(text)
    assert canonical_type(found) == found
    if parsed(text) is not None:
        assert found is not None
        assert "\r" not in found
        assert "\n" not in found
