"""Every operation that changes nothing is called and compared, and the report holds no personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

from chakra_async import Chakra, SettingsError
from chakra_async.description.routes import Routes, load, resolved
from chakra_async.doctor import Checked, Difference, Verification, verify

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox

PLANTED = ("447700900123", "Ada Lovelace", "ada@example.org", "the secret of the text", "zqSurname")


def reads() -> set[str]:
    document = load()
    return {
        operation["operationId"]
        for item in document["paths"].values()
        for method, operation in resolved(document, item).items()
        if method in ("get", "post") and operation.get("x-reads", method == "get")
    }


async def everything(sandbox: Sandbox, chakra: Chakra) -> dict[str, str]:
    """Fill the sandbox; return the ids that no listing holds."""
    sandbox.customer(PLANTED[0]).says(PLANTED[3])
    await chakra.leads.create(data={"phone_number": PLANTED[0], "name": PLANTED[1], PLANTED[4]: "x"})
    job = await chakra.processes.bulk_create("ticket", items=[{"data": {"name": PLANTED[1]}}])
    photo = await chakra.photos.upload(b"image", filename="ada.png")
    assert job.id
    assert photo.id
    return {
        "backgroundJobId": job.id,
        "photoId": photo.id,
        "customerPhoneNumber": PLANTED[0],
        "whatsappMediaId": sandbox.customer("919901258433").sends(b"GIF89a", "image/gif").media_id,
        "mid": sandbox.customer("919901258433").sends(b"%PDF", "application/pdf", "ada.pdf").media_id,
        "user_wa_id": PLANTED[0],
    }


def entry(report: Verification, name: str) -> Checked:
    return next(one for one in report.checked if one.operation == name)


async def test_every_read_is_in_the_report_and_with_ids_every_one_is_called(
    sandbox: Sandbox, chakra: Chakra
) -> None:
    ids = await everything(sandbox, chakra)
    sandbox.clear_arrivals()
    report = await verify(chakra, ids)
    assert {one.operation for one in report.checked} == reads()
    odd = [(one.operation, one.differences) for one in report.checked if one.result != "as described"]
    # How an entry looks is not documented, so the sandbox gives it a member that the description does not have.
    assert odd == [("jobs.entries", (Difference("[].id", "unknown member", "nothing", "string"),))]
    assert {arrival.operation for arrival in sandbox.arrivals} == reads()
    assert report.counts == {"as described": len(reads()) - 1, "differs": 1}


async def test_the_report_names_the_server(sandbox: Sandbox, chakra: Chakra) -> None:
    report = await verify(chakra)
    assert report.server == report.to_dict()["server"] == sandbox.url


async def test_nothing_but_reads_is_called(sandbox: Sandbox, chakra: Chakra) -> None:
    await verify(chakra)
    assert {arrival.operation for arrival in sandbox.arrivals} <= reads()


async def test_an_operation_that_needs_an_unknown_id_is_not_called_and_names_it(chakra: Chakra) -> None:
    report = await verify(chakra.with_options(plugin_id=None))
    assert entry(report, "jobs.get").reason == "needs backgroundJobId"
    assert entry(report, "plugins.get_config").reason == "needs pluginId"
    assert entry(report, "chats.messages_for_phone_number").reason == "needs customerPhoneNumber"
    assert entry(report, "calling.get_permissions").reason == "needs user_wa_id or recipient"


async def test_ids_are_learned_from_lists(sandbox: Sandbox, chakra: Chakra) -> None:
    await everything(sandbox, chakra)
    report = await verify(chakra.with_options(phone_number_id=None, waba_id=None))
    for name in ("chats.messages", "processes.get", "users.get", "phone_numbers.get", "templates.list"):
        assert entry(report, name).result == "as described"


async def test_a_file_is_reported_by_its_media_type(sandbox: Sandbox, chakra: Chakra) -> None:
    report = await verify(chakra, await everything(sandbox, chakra))
    assert entry(report, "media.download").reason == "gives image/gif"
    assert entry(report, "media.download_attachment").reason == "gives application/pdf"
    assert entry(report, "photos.get").result == "as described"


async def test_the_members_of_the_meta_data_are_named(sandbox: Sandbox, chakra: Chakra) -> None:
    ids = await everything(sandbox, chakra)
    body: dict[str, Any] = {"_data": [], "_meta": {"total": 1, "whereNext": "/v1/ext/447700900123"}}
    sandbox.fault("jobs.entries", status=200, body=body)
    assert entry(await verify(chakra, ids), "jobs.entries").reason == "_meta holds total, whereNext"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"zqNew": PLANTED[1]}, ("[].zqNew", "unknown member", "nothing", "string")),
        ({"username": 447700900123}, ("[].username", "other type", "string", "integer")),
        ({"id": None}, ("[].id", "other type", "string", "null")),
        ({"447700900123": 1}, ("[].(a name of another form)", "unknown member", "nothing", "integer")),
    ],
)
async def test_an_altered_answer_is_a_difference(
    sandbox: Sandbox, chakra: Chakra, change: dict[str, Any], expected: tuple[str, ...]
) -> None:
    users = [user.to_dict() | change for user in await chakra.users.list()]
    sandbox.fault("users.list", status=200, body={"_data": users})
    found = entry(await verify(chakra), "users.list")
    assert found.result == "differs"
    assert [(one.place, one.kind, one.described, one.seen) for one in found.differences] == [expected]


async def test_a_missing_member_is_a_difference(sandbox: Sandbox, chakra: Chakra) -> None:
    lead = (await chakra.leads.create(data={"name": PLANTED[1]})).to_dict()
    del lead["id"]
    sandbox.fault("processes.list", status=200, body={"_data": [lead]})
    found = entry(await verify(chakra), "processes.list")
    assert [(one.place, one.kind) for one in found.differences] == [("[].id", "missing member")]


@pytest.mark.parametrize(
    ("fault", "result", "status", "reason"),
    [
        ({"status": 404}, "path not found", 404, "NotFoundError"),
        ({"status": 500, "errors": [PLANTED[3]]}, "failed", 500, "ServerError"),
        ({"status": 403, "errors": [PLANTED[1]]}, "failed", 403, "PermissionDeniedError"),
        ({"html": True, "status": 200}, "failed", None, "ResponseError"),
        ({"status": 400, "errors": ["(#131009) Parameter value"]}, "failed", 400, "WhatsAppError 131009"),
    ],
)
async def test_a_failure_is_reported_by_its_class(
    sandbox: Sandbox, chakra: Chakra, fault: dict[str, Any], result: str, status: int | None, reason: str
) -> None:
    sandbox.fault("config.get", **fault)
    found = entry(await verify(chakra), "config.get")
    assert (found.result, found.status, found.reason) == (result, status, reason)


async def test_no_personal_data_is_in_the_report(sandbox: Sandbox, chakra: Chakra) -> None:
    ids = await everything(sandbox, chakra)
    names = sorted(reads())
    user = {
        "id": PLANTED[1],
        PLANTED[1]: PLANTED[0],
        "username": [PLANTED[2]],
        "zq": {PLANTED[3]: PLANTED[0]},
    }
    for name in names[::2]:
        body: Any = {"_data": [user], "_meta": {"total": PLANTED[0], PLANTED[1]: PLANTED[2]}}
        sandbox.fault(name, status=200, body=body, headers={"Content-Type": "application/json"})
    for name in names[1::2]:
        sandbox.fault(name, status=400, errors=[*PLANTED])
    written = orjson.dumps((await verify(chakra, ids)).to_dict()).decode()
    sandbox.faults.clear()  # some reads are not called, since the lists give no ids now
    assert '"differs"' in written
    assert '"failed"' in written
    for text in (*PLANTED, *ids.values(), sandbox.plugin_id, sandbox.phone_number_id, sandbox.token):
        assert text not in written


async def test_an_id_under_an_unknown_name_is_refused(chakra: Chakra) -> None:
    with pytest.raises(SettingsError, match=r"jobId: not a known id; the known ones are .*backgroundJobId"):
        await verify(chakra, {"jobId": "1"})


def test_the_count_of_reads_is_a_part_of_all_operations() -> None:
    assert 20 < len(reads()) < len(Routes(load()).all)
