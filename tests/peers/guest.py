"""A generated client at work, in an environment of its own: `guest.py FOLDER GENERATOR URL TOKEN`, calls on standard input.

Nothing of this project is installed there, so this file needs the standard library alone. For every line of JSON on
standard input, `{"operation", "arguments", "body", "model"}`, it makes one call as the generator's documentation shows,
and prints `{"operation", "problem", "answer"}`. Before that, a line says how many modules were imported, and which
operations have an answer that is typed.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import sys
import typing
from typing import Any

PACKAGE = "generated_client"


def modules() -> tuple[int, list[str]]:
    """Import every module; return how many there are and what went wrong."""
    package = importlib.import_module(PACKAGE)
    names = [one.name for one in pkgutil.walk_packages(package.__path__, f"{PACKAGE}.")]
    problems = []
    for name in names:
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
            problems.append(f"{name}: {type(error).__name__}: {error}")
    return len(names), problems


class PythonClient:
    """openapi-python-client: one module for each operation, a body class with `from_dict`."""

    def __init__(self, url: str, token: str) -> None:
        package: Any = importlib.import_module(PACKAGE)
        self.client = package.AuthenticatedClient(base_url=url, token=token)

    def typed(self) -> list[str]:
        """Return the operations whose answer has a type of its own."""
        found = []
        api: Any = importlib.import_module(f"{PACKAGE}.api")
        for one in pkgutil.walk_packages(api.__path__, f"{PACKAGE}.api."):
            module: Any = importlib.import_module(one.name)
            if hasattr(module, "sync"):
                answer = typing.get_type_hints(module.sync, vars(module))["return"]
                kinds = {getattr(kind, "__name__", "") for kind in typing.get_args(answer)}
                if kinds - {"AccessError", "Errors", "MetaError", "NoneType"}:
                    found.append(one.name.rpartition(".")[2])
        return found

    def call(self, operation: str, arguments: dict[str, Any], body: Any, model: str | None) -> Any:
        """Return the answer to one call as JSON values."""
        resource, _, method = operation.partition(".")
        module: Any = importlib.import_module(f"{PACKAGE}.api.{resource}.{resource}_{method}")
        models: Any = importlib.import_module(f"{PACKAGE}.models")
        parameters = inspect.signature(module.sync).parameters
        if body is not None:
            kind = parameters["body"].annotation
            cls = kind if model is None else getattr(models, model)
            arguments = {**arguments, "body": cls.from_dict(body)}
        answer = module.sync(client=self.client, **arguments)
        if type(answer).__name__ in ("AccessError", "Errors", "MetaError"):
            raise ValueError(f"refused: {answer}")
        return answer.to_dict() if hasattr(answer, "to_dict") else answer


class Generator:
    """openapi-generator, python: a class for each tag, pydantic models."""

    def __init__(self, url: str, token: str) -> None:
        self.package: Any = importlib.import_module(PACKAGE)
        self.client = self.package.ApiClient(self.package.Configuration(host=url, access_token=token))

    def typed(self) -> list[str]:
        """Return the operations whose answer has a type of its own."""
        found = []
        for one in pkgutil.iter_modules(importlib.import_module(f"{PACKAGE}.api").__path__):
            module: Any = importlib.import_module(f"{PACKAGE}.api.{one.name}")
            for cls in vars(module).values():
                if inspect.isclass(cls) and cls.__module__ == module.__name__:
                    for name, method in vars(cls).items():
                        if (
                            f"{name}_with_http_info" in vars(cls)
                            and method.__annotations__["return"] != "object"
                        ):
                            found.append(name)
        return found

    def call(self, operation: str, arguments: dict[str, Any], body: Any, model: str | None) -> Any:
        """Return the answer to one call as JSON values."""
        del model
        resource, _, method = operation.partition(".")
        words = "".join(word.capitalize() for word in resource.split("_"))
        api = getattr(self.package, f"{words}Api")(self.client)
        call = getattr(api, f"{resource}_{method}")
        if body is not None:
            names = (name for name in inspect.signature(call).parameters if name not in arguments)
            name = next(names)
            cls = getattr(self.package, "".join(word.capitalize() for word in name.split("_")))
            arguments = {**arguments, name: cls.from_dict(body)}
        answer = call(**arguments)
        return answer.to_dict() if hasattr(answer, "to_dict") else answer


def main() -> None:
    """Import, say what there is, and make the calls."""
    folder, kind, url, token = sys.argv[1:]
    sys.path[0] = folder
    count, problems = modules()
    client = {"openapi-python-client": PythonClient, "openapi-generator": Generator}[kind](url, token)
    print(json.dumps({"modules": count, "problems": problems, "typed": client.typed()}), flush=True)
    for line in sys.stdin:
        given = json.loads(line)
        said = {"operation": given["operation"], "problem": "", "answer": None}
        try:
            said["answer"] = client.call(
                given["operation"], given["arguments"], given["body"], given.get("model")
            )
        except Exception as error:  # noqa: BLE001 - as above
            said["problem"] = f"{type(error).__name__}: {error}"[:500]
        print(json.dumps(said, default=str), flush=True)


if __name__ == "__main__":
    main()
