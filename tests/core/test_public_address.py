"""An address is public or refused with the reason, however its host is spelled."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core import public_address
from chakra_async._core.public_address import accept_origin, address_problem, file_address_problem

PRIVATE = st.sampled_from(["127.0.0.0/8", "10.0.0.0/8", "192.168.0.0/16", "172.16.0.0/12", "169.254.0.0/16"])


@st.composite
def private_numbers(draw: st.DrawFn) -> int:
    network, _, prefix = draw(PRIVATE).partition("/")
    return int(IPv4Address(network)) + draw(st.integers(0, 2 ** (32 - int(prefix)) - 1))


def spellings(number: int) -> list[str]:
    octets = [number >> shift & 255 for shift in (24, 16, 8, 0)]
    return [
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(map(str, octets)),
        ".".join(map(hex, octets)),
        ".".join(f"0{octet:o}" for octet in octets),
        f"{octets[0]}.{number & 0xFFFFFF}",
        f"{octets[0]}.{octets[1]}.{number & 0xFFFF}",
        f"[::ffff:{IPv4Address(number)}]",
        f"[64:ff9b::{IPv4Address(number)}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]",
    ]


@given(private_numbers())
def test_a_private_ip_address_is_refused_in_each_spelling(number: int) -> None:
    for host in spellings(number):
        assert file_address_problem(f"https://{host}/a.png") is not None, host


@pytest.mark.parametrize("host", ["93.184.216.34", "[2606:2800:220:1:248:1893:25c8:1946]", "0x5db8d822"])
def test_a_public_ip_address_passes(host: str) -> None:
    assert file_address_problem(f"https://{host}/a.png") is None


@pytest.mark.parametrize(
    "host", ["बिहार.भारत", "சென்னை.இந்தியா", "বাংলা.ভারত", "తెలుగు.భారత్", "münchen.de", "cafe\u0301.example.com"]
)
def test_a_host_name_in_another_script_passes(host: str) -> None:
    assert file_address_problem(f"https://{host}/a.png") is None


@given(st.text() | st.text(alphabet="https://.:@[]0x12ab%?#\\ "))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    if file_address_problem(text, https=True) is None:
        assert file_address_problem(text) is None
        assert address_problem(text) is None


@pytest.mark.parametrize(
    "host",
    ["１２７.０.０.１", "127。0。0。1", "ⓛocalhost", "LocalHost", "a.b.localhost", "300.1.1.1", "1.2.3.4.5"],  # noqa: RUF001 - meant
)
def test_a_host_in_disguise_is_refused(host: str) -> None:
    assert file_address_problem(f"https://{host}/a.png") is not None


def test_files_of_an_api_on_this_machine_are_accepted_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_address, "_ACCEPTED", set())
    accept_origin("http://127.0.0.1:4711")
    accept_origin("https://api.chakrahq.com")
    accept_origin("http://10.0.0.1")
    assert file_address_problem("http://127.0.0.1:4711/media/a.png", https=True) is None
    for other in ("http://127.0.0.1:4712/a.png", "http://localhost:4711/a.png", "http://10.0.0.1/a.png"):
        assert file_address_problem(other) is not None
    assert file_address_problem("http://api.chakrahq.com/a.png", https=True) is not None
