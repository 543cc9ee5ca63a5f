"""Libraries that are imported only when a format needs them."""

from __future__ import annotations

import importlib
from typing import Any

from chakra_async.bulk.errors import InputError

__all__ = ["optional"]


def optional(module: str, what: str) -> Any:
    """Return an optional module.

    Args:
        module: Its name, such as `pyarrow.parquet`.
        what: What is to be read with it, for the error.

    Raises:
        InputError: If it is not installed.

    """
    try:
        return importlib.import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise InputError(
            f"{what} is read with {package}, which is not installed: pip install 'chakra-async[bulk]'."
        ) from None
