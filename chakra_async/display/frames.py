"""Data frames of whichever library is there: polars or pandas."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

__all__ = ["frame", "module_of"]

_LIBRARIES: Final = ("polars", "pandas")


def module_of(library: str | None = None) -> str:
    """Return the name of the library that makes a frame.

    Without a name it is the one that the program has imported already; if that is both or neither, polars where it
    is installed, else pandas.

    Raises:
        SettingsError: The name is another one, or the library is not installed.

    """
    if library is not None and library not in _LIBRARIES:
        raise SettingsError(f'library must be "polars" or "pandas", not {library!r}.')
    loaded = [name for name in _LIBRARIES if name in sys.modules]
    wanted: tuple[str, ...] = (
        (library,) if library is not None else (*(loaded if len(loaded) == 1 else ()), *_LIBRARIES)
    )
    for name in wanted:
        if find_spec(name) is not None:
            return name
    raise SettingsError(
        f"A data frame needs {' or '.join(_LIBRARIES) if library is None else library}: install chakra-async[notebook], "
        "or use to_dicts() where there is one."
    )


def frame(
    columns: Mapping[str, Sequence[object]], library: str | None = None, *, times: Collection[str] = ()
) -> Any:
    """Return a data frame.

    Args:
        columns: The values of each column by its name.
        library: `polars` or `pandas`; see `module_of`.
        times: Columns of aware datetimes; they get a type with the time zone UTC even where every value is missing.

    Raises:
        SettingsError: No such library is installed.

    """
    name = module_of(library)
    module: Any = import_module(name)
    return _polars(module, columns, times) if name == "polars" else _pandas(module, columns, times)


def _polars(polars: Any, columns: Mapping[str, Sequence[object]], times: Collection[str]) -> Any:
    series: list[Any] = []
    for name, values in columns.items():
        if name in times:
            series.append(polars.Series(name, values, dtype=polars.Datetime("us", "UTC"), strict=False))
            continue
        try:
            series.append(polars.Series(name, values))
        except (TypeError, ValueError, OverflowError, polars.exceptions.PolarsError):
            # Values of several kinds, as free-form members may have: kept as text, so that none is lost.
            texts = [None if value is None else str(value) for value in values]
            series.append(polars.Series(name, texts, dtype=polars.String))
    return polars.DataFrame(series)


def _pandas(pandas: Any, columns: Mapping[str, Sequence[object]], times: Collection[str]) -> Any:
    made: dict[str, Any] = {}
    for name, values in columns.items():
        if name in times:
            # The unit is named, since pandas 2 takes nanoseconds, and pandas 3 microseconds.
            made[name] = pandas.Series(pandas.to_datetime(list(values), utc=True).as_unit("us"), name=name)
        else:
            column = pandas.Series(list(values), dtype=object, name=name)
            try:
                made[name] = column.convert_dtypes()
            except (TypeError, OverflowError):  # pandas 2, where an integer has more than 64 bits
                made[name] = column
    return pandas.DataFrame(made)
