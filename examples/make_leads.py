"""Makes `leads.csv` and `notebooks/leads-comma.csv`: tables of leads as people have them, always the same.

Run it as `python examples/make_leads.py [FOLDER]`. The numbers are reserved for fiction, or cannot be called; README.md
says which.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

ROWS = 2400
SEED = 20261123

NAMES = (
    *("Asha Rao", "Ravi Kumar", "Meera Nair", "Zoë O'Brien", "José Núñez", "Łukasz Wójcik", "Иван Петров"),
    *(
        "Αθηνά Παππά",
        "山田 太郎",
        "王小明",
        "김민준",
        "आशा राव",
        "ரவி குமார்",
        "محمد علي",
        "שרה כהן",
        "Søren Ågård",
    ),
    *('Anna "Anni" Berg', "Rao, Asha", "Nair; Meera", "Müller & Söhne GmbH", "  Sam  Lee ", "D'Souza, Maria"),
)
CITIES = (
    "Pune",
    "London",
    "Dublin",
    "Sydney",
    "Austin",
    "Köln",
    "München",
    "São Paulo",
    "नई दिल्ली",
    "東京",
    "",
)
US_AREAS = (
    202,
    206,
    212,
    213,
    305,
    312,
    404,
    415,
    503,
    512,
    602,
    617,
    702,
    713,
    718,
    720,
    801,
    808,
    907,
    919,
)
AU_MOBILES = (
    *("491570006", "491570156", "491570157", "491570158", "491570159", "491570110", "491570313", "491570737"),
    *("491571266", "491571491", "491571804", "491572549", "491572665", "491572983", "491573770", "491573087"),
)
NOTES = ("", "", "", "called twice", "prefers evenings", "line one\nline two", 'said "later"', "A; B, C")


def numbers(chance: random.Random) -> list[tuple[str, str]]:
    """Return country codes and national numbers, each number once."""
    found = [("44", f"7700900{n:03}") for n in range(1000)]
    found += [("1", f"{area}55501{n:02}") for area in US_AREAS for n in range(100)]
    found += [("61", number) for number in AU_MOBILES]
    found += [("353", f"2091{n:05}") for n in range(10000, 10200)]
    found += [("91", f"110{n:07}") for n in range(1000)]
    chance.shuffle(found)
    return found


def written(chance: random.Random, code: str, national: str) -> str:
    """Return a number in one of the ways people write it."""
    head, tail = national[:5], national[5:]
    return chance.choice(
        (
            f"{code}{national}",
            f"+{code} {head} {tail}",
            f"+{code}{national}",
            f"00{code}{national}",
            f"00{code} {head}-{tail}",
            f"(+{code}) {head}-{tail}",
            f"({code}) {head}-{tail}",
            f"+{code}-{head}-{tail}",
            f" {code}{national} ",
            f"\u202a+{code} {head}\u00a0{tail}\u202c",
            f"{code}{national}.0",
        )
    )


def broken(chance: random.Random, code: str, national: str) -> str:
    """Return what cannot be sent: no country code, broken by a spreadsheet, empty, not a number."""
    return chance.choice(
        (
            f"0{national}",
            f"{float(code + national):.5E}",
            f"{float(code + national):.5E}".replace(".", ","),
            "",
            "-",
            "call Asha first",
            national[:4],
            f"+{code}{national} ext 12",
            f"+{code}{national} / +{code}{national}",
        )
    )


def rows() -> list[list[str]]:
    """Return the table's rows without its header."""
    chance = random.Random(SEED)  # noqa: S311 - an example, nothing secret
    pool = numbers(chance)
    table: list[list[str]] = []
    used: list[tuple[str, str]] = []
    for _ in range(ROWS):
        luck = chance.random()
        if luck < 0.05:  # noqa: PLR2004 - a share of the rows
            phone = broken(chance, *pool[-1])
        elif luck < 0.09 and used:  # noqa: PLR2004 - as above
            phone = written(chance, *chance.choice(used))
        else:
            used.append(pool.pop())
            phone = written(chance, *used[-1])
        table.append([chance.choice(NAMES), phone, chance.choice(CITIES), chance.choice(NOTES)])
    return table


def main(folder: Path) -> None:
    """Write both files."""
    table = rows()
    with (folder / "leads.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(["Name", "Phone Number", "City", "Notes"])
        writer.writerows(table)
    (folder / "notebooks").mkdir(exist_ok=True)
    with (folder / "notebooks" / "leads-comma.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "mobile", "name"])
        writer.writerows([n, phone, name] for n, (name, phone, _, _) in enumerate(table[:60], 1))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
