"""The page of the commands: what `--help` says, of each command, from the application itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import typer

from chakra_async.cli.app import application

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["page"]

_VALUES: Final = {
    **dict.fromkeys(("str", "text", "list[str]"), "TEXT"),
    **dict.fromkeys(("int", "integer", "int range", "integer range", "float", "float range"), "N"),
    **dict.fromkeys(("path", "file", "filename"), "PATH"),
}
"""What a value is called, whatever this version of typer calls it."""
_OPTION: Final = re.compile(r"(?<!\S)-[\w-]+")
_VALUE: Final = re.compile(r" (<[^>]+>|[A-Z][A-Z ]*)$")
HEAD: Final = """<!-- Written by `python -m sitegen` from the commands; do not edit by hand. -->

# The command line

`chakra` is installed with `pip install 'chakra-async[all]'`. The access token comes from `CHAKRA_ACCESS_TOKEN`, other ids from
`CHAKRA_PLUGIN_ID`, `CHAKRA_PHONE_NUMBER_ID` and `CHAKRA_WABA_ID`; no option takes the token, since others can read a command
line. `chakra COMMAND --help` prints what is below.

| exit code | meaning |
|---|---|
| 0 | everything was done |
| 1 | something is refused, unknown, invalid or unsent |
| 2 | usage, settings or input |
| 3 | a run was stopped by a condition: a wrong token, plan, payment, the error rate, `--limit` |
| 130 | interrupted |
"""


def page() -> str:
    """Return the Markdown of the page."""
    group = typer.main.get_command(application())
    context = typer.Context(group, info_name="chakra")  # type: ignore[arg-type,unused-ignore] # a click command of its own
    parts = [HEAD]
    for name, command in _commands(group, ""):
        parts.append(_section(name, command, context))
    return "\n".join(parts)


def _commands(group: Any, before: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        full = f"{before}{name}"
        if hasattr(command, "commands"):
            yield from _commands(command, f"{full} ")
        else:
            yield full, command


def _section(name: str, command: Any, context: Any) -> str:
    given = [one for one in command.get_params(context) if "--help" not in one.opts]
    arguments = [_name(one) if one.required else f"[{_name(one)}]" for one in given if _is_argument(one)]
    options = [] if all(map(_is_argument, given)) else ["[OPTIONS]"]
    usage = " ".join(["chakra", name, *options, *arguments])
    lines = [f"## chakra {name}", "", _prose(command.help or ""), "", "```text", usage, "```", ""]
    if given:
        lines += [
            "| option | what it does |",
            "|---|---|",
            *filter(None, (_row(one, context) for one in given)),
            "",
        ]
    return "\n".join(lines)


def _is_argument(option: Any) -> bool:
    return not option.opts[0].startswith("-")


def _name(option: Any) -> str:
    return str(option.name).upper()


def _row(option: Any, context: Any) -> str:
    record = option.get_help_record(context)
    if record is None:
        return ""
    name, text = (" ".join(str(part).split()) for part in record)
    if _is_argument(option):
        name = _name(option)
    else:
        name = _VALUE.sub(lambda found: f" {_VALUES.get(found[1].strip('<>').lower(), found[1])}", name)
    shown = f"`{name}`" if _is_argument(option) else _OPTION.sub(r"`\g<0>`", name.replace("|", " or "))
    return f"| {shown} | {_cell(text)} |"


def _prose(text: str) -> str:
    """Return the text of a command, with its paragraphs, and with what Markdown would read as a tag escaped."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n|\f|\x08", text) if part.strip()]
    return "\n\n".join(_escaped(part) for part in paragraphs)


def _cell(text: str) -> str:
    return _escaped(text).replace("|", "\\|")


def _escaped(text: str) -> str:
    return re.sub(r"([<*_\[{])", r"\\\1", text)
