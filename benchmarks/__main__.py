"""The command: `python -m benchmarks [PART ...] [--quick] [--check] [--markdown] [--json FILE] [--directory DIR]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from benchmarks import budgets, bulk, calls, generated, imports, phone, webhooks
from benchmarks.several import Several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.budgets import Budget

__all__ = ["main"]

_PARTS: Final = ("calls", "generated", "imports", "phone", "bulk", "memory", "webhooks", "machines")
_MANY: Final = 10_000_000
_MANY_QUICK: Final = 200_000


class _Results:
    """What was measured so far: figures for the file, and budgets for the table."""

    def __init__(self) -> None:
        self.figures: dict[str, Any] = {
            "python": platform.python_version(),
            "aiohttp": version("aiohttp"),
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        }
        self.budgets: list[Budget] = []

    def measure(self, part: str, given: argparse.Namespace) -> None:
        """Measure a part as the command asks for it."""
        more: dict[str, Any] = {}
        if part in ("bulk", "memory", "webhooks"):
            more["directory"] = given.directory
        elif part == "machines":
            more |= {"rows": given.rows, "markdown": given.markdown}
        getattr(self, part)(quick=given.quick, **more)

    def calls(self, *, quick: bool) -> None:
        print("\nA call of ours / a raw aiohttp call: median of the paired ratios (least..greatest)")
        found = calls.measure(quick=quick)
        for one in found:
            print(
                f"  {one.loop:8} {one.workers:2} worker{'s' if one.workers > 1 else ' '}{' TLS' if one.tls else ''}"
                f"  CPU {one.cpu.text()}  p50 {one.p50.text()}  p99 {one.p99.text()}"
            )
            print(
                f"{'':20} of {one.raw.cpu * 1e6:.0f} us CPU, {one.raw.p50 * 1e3:.2f} ms, {one.raw.p99 * 1e3:.2f} ms;"
                f" this process was busy {one.ours.busy:.0%} (ours), {one.raw.busy:.0%} (raw)"
            )
        self.figures["calls"] = [attrs.asdict(one) for one in found]
        self.budgets += budgets.of_calls(found)

    def generated(self, *, quick: bool) -> None:
        print(
            "\nCalls/s of ours / those of a generated client: median of the paired ratios (least..greatest)"
        )
        found = generated.measure(quick=quick)
        for one in found:
            if one.ratio is None:
                print(f"  {one.generator:22} {one.loop:8} skipped: {one.skipped}")
                continue
            print(f"  {one.generator:22} {one.loop:8} {one.ratio.text()}")
            print(
                f"{'':20} {one.ours:.0f} calls/s against {one.theirs:.0f}; the clients' processes were busy"
                f" {one.ours_busy:.0%} (ours), {one.theirs_busy:.0%} (theirs)"
            )
        self.figures["generated"] = [attrs.asdict(one) for one in found]
        self.budgets += budgets.of_generated(found)

    def imports(self, *, quick: bool) -> None:
        print("\nIn a fresh process, over a bare interpreter: median of the paired differences, ms")
        found = imports.measure(quick=quick)
        for one in found:
            print(f"  {one.program:20}  by the clock {one.wall.text(1)}  CPU {one.cpu.text(1)}")
        self.figures["imports"] = [attrs.asdict(one) for one in found]
        self.budgets += budgets.of_imports(found)
        print("\nA fresh process that makes one call / one that imports aiohttp: median of the paired ratios")
        firsts = imports.measure_first(quick=quick)
        for first in firsts:
            print(
                f"  {first.program:20}  by the clock {first.ratio.text()}"
                f"  a bare interpreter taken off {first.over_bare.text()}"
            )
            print(f"{'':20}  {first.ours:.0f} ms against {first.aiohttp:.0f} ms")
        self.figures["first"] = [attrs.asdict(first) for first in firsts]
        self.budgets += budgets.of_first(firsts)

    def phone(self, *, quick: bool) -> None:
        print("\nReading a phone number / phonenumbers.parse: median of the paired ratios (least..greatest)")
        found = phone.measure(quick=quick)
        for one in found:
            print(f"  {one.spelling:32} {one.ratio.text()}  {one.ours:.1f} us")
        self.figures["phone"] = [attrs.asdict(one) for one in found]
        self.budgets += budgets.of_phone(found)

    def bulk(self, *, quick: bool, directory: Path | None) -> None:
        print("\nA bulk run with journal / a bare loop of the same calls: median of the paired ratios")
        found = bulk.measure_speed(quick=quick, directory=directory)
        for speed in found:
            print(
                f"  {speed.rows} rows, {speed.workers} workers, server answers in {speed.delay * 1000:.0f} ms"
                f"  rows/s {speed.ratio.text()}  CPU {speed.cpu.text()}"
            )
            print(
                f"{'':20} {speed.run:.0f} rows/s against {speed.loop:.0f};"
                f" this disk flushes in {speed.flush:.2f} ms"
            )
        print(
            "\nA bulk run with journal on a CSV file / a naive aiohttp loop over it, server answers at once"
        )
        on_file = bulk.measure_file(quick=quick, directory=directory)
        print(f"  {on_file.rows} rows  rows/s {on_file.ratio.text()}  CPU {on_file.cpu.text()}")
        self.figures["bulk"] = [attrs.asdict(speed) for speed in found]
        self.figures["bulk_file"] = attrs.asdict(on_file)
        self.budgets += budgets.of_speed(found)
        self.budgets += budgets.of_file(on_file)

    def memory(self, *, quick: bool, directory: Path | None) -> None:
        print(
            "\nWhat a long bulk run held, in a process of its own, and how soon another goes on with its journal"
        )
        memory = bulk.measure_memory(quick=quick, directory=directory)
        print(
            f"  {memory.rows:,} rows  {memory.tenth:.1f} MB at 10 %, {memory.end:.1f} MB at the end,"
            f" {memory.peak:.1f} MB at most; first call after {memory.resume:.2f} s"
        )
        self.figures["memory"] = {**attrs.asdict(memory), "growth": memory.growth}
        self.budgets += budgets.of_memory(memory)

    def webhooks(self, *, quick: bool, directory: Path | None) -> None:
        print(
            "\nA receiver that stores deliveries before its answer / one that stores nothing: median of the paired ratios"
        )
        found = webhooks.measure(quick=quick, directory=directory)
        print(
            f"  deliveries/s {found.ratio.text()}  {found.durable:.0f} durable and handled against {found.nothing:.0f} handled and not stored"
        )
        print(
            f"  deliveries/s {found.deaf_ratio.text()}  against {found.deaf:.0f} neither stored nor handled"
        )
        print(
            f"  answers at {found.answers.rate:g} deliveries/s: p50 {found.answers.p50:.1f} ms, p99 {found.answers.p99:.1f} ms,"
            f" refused with 503: {found.answers.refused}"
        )
        self.figures["webhooks"] = attrs.asdict(found)
        self.budgets += budgets.of_webhooks(found)

    def machines(self, *, quick: bool, rows: int | None, markdown: bool) -> None:
        found = Several.measure(quick=quick, rows=rows or (_MANY_QUICK if quick else _MANY))
        if found is not None:
            self.figures["machines"] = attrs.asdict(found)
            if markdown:
                print(f"\n{found.sections()}")
            self.budgets += budgets.of_machines(found.machines)
            self.budgets += budgets.of_many_rows(found.many_rows)
            self.budgets += budgets.of_shared_gate(found.shared_gate)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for, print it, and return the exit code: 1 if `--check` found a budget exceeded."""
    given = _parser().parse_args(arguments)
    parts: list[str] = given.parts or list(_PARTS)
    quick: bool = given.quick
    results = _Results()
    print(", ".join(f"{name} {figure}" for name, figure in results.figures.items()))
    if quick:
        print("Quick sizes: good for seeing that everything runs, too small for a verdict.")
    for part in _PARTS:
        if part in parts:
            results.measure(part, given)
    shown = budgets.markdown if given.markdown else budgets.table
    print(f"\n{shown(results.budgets)}")
    if given.json is not None:
        rows = [{**attrs.asdict(budget), "within": budget.within} for budget in results.budgets]
        document = {**results.figures, "quick": quick, "budgets": rows}
        given.json.write_text(json.dumps(document, indent=2) + "\n")
    return int(given.check and not all(budget.within for budget in results.budgets))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure what the library costs, as ratios within one run."
    )
    parser.add_argument(
        "parts", nargs="*", type=_part, metavar="PART", help=f"{', '.join(_PARTS)}; by default all"
    )
    parser.add_argument("--quick", action="store_true", help="smaller sizes")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a budget is exceeded")
    parser.add_argument("--markdown", action="store_true", help="print the budgets as a table of Markdown")
    parser.add_argument(
        "--rows", type=int, metavar="N", help=f"rows of the list that machines loads; {_MANY:,} if not given"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument(
        "--directory", type=Path, metavar="DIR", help="where the journals go; its disk is part of the figures"
    )
    return parser


def _part(text: str) -> str:
    if text not in _PARTS:
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(_PARTS)}")
    return text


if __name__ == "__main__":
    sys.exit(main())
