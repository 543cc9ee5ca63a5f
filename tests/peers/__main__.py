"""What other people's OpenAPI tools make of the description, with figures; the exit code is 1 where one fails.

Each tool is pinned and lives in an environment of its own; one whose runtime is missing is skipped with a message. Run it
by `nox -s description`.
"""

from __future__ import annotations

# ruff: noqa: ASYNC240 - nothing else runs on the loop meanwhile
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from openapi_spec_validator import OpenAPIV31SpecValidator

from chakra_async.description.openapi import document
from chakra_async.description.routes import Routes, load
from chakra_async.sandbox import Sandbox
from tests.contract.cases import known_ids
from tests.peers.calls import calls
from tests.support.clients import sandbox_client

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ROOT: Final = Path(__file__).parents[2]
GUEST: Final = Path(__file__).with_name("guest.py")
PYTHON_CLIENT: Final = "openapi-python-client==0.29.1"
GENERATOR: Final = "openapi-generator-cli==7.26.0"
MODELS: Final = ("datamodel-code-generator[ruff]==0.89.0", "pydantic>=2.10")
LINTER: Final = "@redocly/cli@2.77.0"


class SkippedError(Exception):
    """A tool cannot run here."""


class FailedError(Exception):
    """A tool found something."""


async def main() -> int:
    """Run every tool and print a line for each."""
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "whole.json").write_text(json.dumps(document()))
        (folder / "plain.json").write_text(json.dumps(document(webhooks=False)))
        wanted = sys.argv[1:]
        for label, check in CHECKS.items():
            if wanted and not any(one in label for one in wanted):
                continue
            home = folder / re.sub(r"\W+", "-", label)
            home.mkdir()
            try:
                print(f"passed   {label}: {await check(home)}", flush=True)
            except SkippedError as reason:
                print(f"skipped  {label}: {reason}", flush=True)
            except FailedError as finding:
                failed = True
                print(f"FAILED   {label}: {finding}", flush=True)
    return int(failed)


async def spec_validator(home: Path) -> str:
    """Validate both forms."""
    del home
    for found in (document(), document(webhooks=False)):
        if errors := [error.message for error in OpenAPIV31SpecValidator(found).iter_errors()]:
            raise FailedError("; ".join(errors))
    return "valid with and without webhooks"


async def redocly(home: Path) -> str:
    """Lint the shipped file, and what its bundler makes of the files in openapi/."""
    npx = shutil.which("npx")
    if npx is None:
        raise SkippedError("needs Node.js, which is not here")
    command = (npx, "--yes", LINTER)
    linted = json.loads(do(*command, "lint", "--format=json", str(home.parent / "whole.json")).stdout)
    bundled = home / "bundled.json"
    do(*command, "bundle", str(ROOT / "openapi" / "chakra.yaml"), "--output", str(bundled))
    answers, ours = described_answers(json.loads(bundled.read_text())), described_answers(load())
    if answers != ours:
        raise FailedError(f"its bundle describes {answers} answers, and our description {ours}")
    if linted["totals"]["errors"]:
        raise FailedError("; ".join(one["message"] for one in linted["problems"]))
    return (
        f"0 errors, {linted['totals']['warnings']} warnings; its bundle describes {answers} of {ours} answers"
    )


def described_answers(document: dict[str, Any]) -> int:
    """Return how many operations have an answer of which something is described."""
    found = 0
    for route in ROUTES:
        content = document["paths"][route.path][route.method.lower()]["responses"]["200"]["content"]
        schemas = [media["schema"] for media in content.values()]
        found += bool(schemas) and all(
            schema and schema.keys() != {"type", "additionalProperties"} for schema in schemas
        )
    return found


async def python_client(home: Path) -> str:
    """Generate with openapi-python-client, import everything, and call."""
    python = environment(home, PYTHON_CLIENT, "ruff")
    (home / "config.json").write_text(
        json.dumps({"package_name_override": "generated_client", "project_name_override": "generated-client"})
    )
    said = do(
        *(str(python.parent / "openapi-python-client"), "generate", "--overwrite"),
        *("--path", str(home.parent / "whole.json"), "--output-path", str(home / "made")),
        *("--config", str(home / "config.json")),
        path=python.parent,
    )
    text = said.stdout + said.stderr
    if warnings := re.findall(r"(?i)^(?:warning|error).*", text, re.MULTILINE):
        raise FailedError(f"{len(warnings)} warnings: {text[:2000]}")
    return await driven(python, "openapi-python-client", home / "made", typed=len(ROUTES))


async def generator(home: Path) -> str:
    """Generate with openapi-generator, import everything, and call."""
    java = shutil.which("java")
    if java is None:
        raise SkippedError("needs Java, which is not here")
    python = environment(home, GENERATOR)
    jar = next(home.rglob("openapi-generator.jar"))
    do(
        *(java, "-jar", str(jar), "generate", "-g", "python", "-i", str(home.parent / "plain.json")),
        *("-o", str(home / "made"), "--additional-properties=packageName=generated_client"),
    )
    pip(python, str(home / "made"))
    return await driven(python, "openapi-generator", home / "made", typed=None)


async def pydantic_models(home: Path) -> str:
    """Generate pydantic models and import them."""
    python = environment(home, *MODELS)
    do(
        *(str(python), "-m", "datamodel_code_generator", "--input-file-type", "openapi"),
        *("--input", str(home.parent / "whole.json"), "--output", str(home / "made")),
        *("--output-model-type", "pydantic_v2.BaseModel", "--use-annotated", "--disable-timestamp"),
        path=python.parent,
    )
    names = [
        ".".join(("made", *path.relative_to(home / "made").with_suffix("").parts))
        for path in (home / "made").rglob("*.py")
    ]
    do(str(python), "-W", "error", "-c", f"import {', '.join(names)}", cwd=home)
    return f"{len(names)} of {len(names)} modules import"


async def driven(python: Path, kind: str, made: Path, *, typed: int | None) -> str:
    """Import a generated client and make the calls; return the figures."""
    async with Sandbox() as sandbox:
        given = await prepared(sandbox)
        done = await asyncio.to_thread(
            do,
            *(str(python), str(GUEST), str(made), kind, sandbox.url, sandbox.token),
            sent="".join(f"{json.dumps(one)}\n" for one in given),
        )
    first, *answers = map(json.loads, done.stdout.splitlines())
    problems = [
        *first["problems"],
        *(f"{one['operation']}: {one['problem']}" for one in answers if one["problem"]),
    ]
    enveloped = {route.operation for route in ROUTES if route.envelope}
    problems += [
        f"{one['operation']}: the answer holds no data"
        for one in answers
        if not one["problem"]
        and not (one["answer"].get("_data") if one["operation"] in enveloped else one["answer"])
    ]
    if typed is not None and len(first["typed"]) != typed:
        problems.append(f"only {len(first['typed'])} of {typed} answers are typed")
    if problems or len(answers) != len(given):
        raise FailedError("; ".join(problems) or f"{len(answers)} of {len(given)} calls were made")
    return (
        f"0 warnings, {first['modules']} of {first['modules']} modules import, "
        f"{len(first['typed'])} of {len(ROUTES)} answers typed, {len(answers)} of {len(given)} calls work"
    )


async def prepared(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Put something of everything into a sandbox and return the calls."""
    async with sandbox_client(sandbox) as chakra:
        known = await known_ids(sandbox, chakra)
    return calls(sandbox, known)


def environment(home: Path, *packages: str) -> Path:
    """Make an environment with some packages and return its Python."""
    venv.create(home / "environment", with_pip=True)
    python = home / "environment" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    pip(python, *packages)
    return python


def pip(python: Path, *packages: str) -> None:
    """Install packages into an environment."""
    do(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)


def do(
    *arguments: str, cwd: Path | None = None, sent: str | None = None, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program; this checkout is not on its path."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if path is not None:
        surroundings["PATH"] = f"{path}{os.pathsep}{surroundings['PATH']}"
    done = subprocess.run(  # noqa: S603 - our own arguments
        arguments,
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        input=sent,
        env=surroundings,
        timeout=600,
    )
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()
        raise FailedError(
            f"{Path(arguments[0]).name} ended with {done.returncode}: {' '.join(lines[-3:])[:1000]}"
        )
    return done


ROUTES: Final = Routes(load()).all
CHECKS: Final[dict[str, Callable[[Path], Awaitable[str]]]] = {
    "openapi-spec-validator": spec_validator,
    "Redocly": redocly,
    "datamodel-code-generator, pydantic 2": pydantic_models,
    "openapi-python-client": python_client,
    "openapi-generator, python": generator,
}

if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
