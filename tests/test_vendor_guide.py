"""The guide for users of the vendor's SDK: its code runs as it stands, and every feature of that SDK is in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import chakra_async
from chakra_async import Chakra
from chakra_async.sandbox import Sandbox

GUIDE = (Path(__file__).parents[1] / "docs" / "from-the-vendor-sdk.md").read_text(encoding="utf-8")
CODE = "\n".join(re.findall(r"^```python\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE))
DONE: dict[str, tuple[str, list[str]]] = {
    "template": (r"^wamid\.\S+\n$", ["messages.send_template"]),
    "pass_through": (r"^wamid\.\S+ wamid\.\S+\n$", ["messages.send"] * 2),
    "upload": (r"^http://\S+\.pdf\n$", ["media.upload_public"]),
    "settings": (r"^ENABLED\n$", ["calling.update_settings", "calling.get_settings"]),
    "permissions": (r"^temporary\n$", ["calling.get_permissions"]),
    "begin": (r"wacid\.", ["calling.call"]),
    "answer": (r"^$", ["calling.call"] * 3),
    "refuse": (r"^$", ["calling.call"]),
    "careful": (r"^Meta says 132001\n$", ["messages.send_template"]),
}
FEATURES = (
    *("templateMessages.send", "sessionMessages.send", "media.uploadPublic", "calling.getSettings"),
    *(
        "calling.updateSettings",
        "calling.getPermissions",
        "connect",
        "preAccept",
        "accept",
        "reject",
        "terminate",
    ),
)


def test_every_feature_stands_in_the_table_with_the_call_that_does_it() -> None:
    rows = [line for line in GUIDE.splitlines() if line.startswith("| `")]
    for feature in FEATURES:
        assert any(feature in row.split("|")[1] for row in rows), feature
    headings = {
        line.removeprefix("## ").lower().replace(" ", "-") for line in GUIDE.splitlines() if line[:3] == "## "
    }
    for target in re.findall(r"\(#([a-z-]+)\)", GUIDE):
        assert target in headings
    chakra = Chakra(token="t")  # noqa: S106 - it opens nothing
    for name in re.findall(r"\[`(\w+)\.(\w+)`", GUIDE):
        assert callable(getattr(getattr(chakra, name[0]), name[1]))


def test_every_function_of_the_guide_is_run_here() -> None:
    assert re.findall(r"^async def (\w+)\(", CODE, re.MULTILINE) == list(DONE)


@pytest.mark.parametrize("name", DONE)
async def test_the_code_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    space: dict[str, Any] = {"Chakra": chakra_async.Chakra}
    exec(CODE, space)  # noqa: S102 - the guide's own
    async with (
        Sandbox() as sandbox,
        Chakra(
            base_url=sandbox.url,
            token=sandbox.token,
            plugin_id=sandbox.plugin_id,
            phone_number_id=sandbox.phone_number_id,
        ) as chakra,
    ):
        call = [sandbox.customer("919901258433").calls()] if name in ("answer", "refuse") else []
        await space[name](chakra, *call)
        said, operations = DONE[name]
        assert re.search(said, capsys.readouterr().out)
        assert [arrival.operation for arrival in sandbox.arrivals] == operations
