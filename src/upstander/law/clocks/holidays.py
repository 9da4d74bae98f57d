"""Write holidays.yaml anew from the offline list in the package govuk-bank-holidays; for maintainers, once a year.

Run: python -m upstander.law.clocks.holidays
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from upstander.law.clocks.calendar import HOLIDAYS

DIVISIONS = {"england-and-wales": "england_wales", "scotland": "scotland", "northern-ireland": "northern_ireland"}


def write(path: Path = HOLIDAYS) -> Path:
    """Write the bank holidays of the three parts of the United Kingdom to `path`; no network is used."""
    from importlib.metadata import version as version_of

    from govuk_bank_holidays.bank_holidays import BankHolidays

    listed = BankHolidays.load_backup_data()
    days = {
        nation: sorted({date.fromisoformat(event["date"]) for event in listed[division]["events"]})
        for division, nation in DIVISIONS.items()
    }
    first = date(max(each[0] for each in days.values()).year, 1, 1)
    last = date(min(_last_full_year(each) for each in days.values()), 12, 31)
    lines = [
        "# Bank holidays; made by `python -m upstander.law.clocks.holidays`, not by hand.",
        f"source: GOV.UK bank holidays, as packaged in govuk-bank-holidays {version_of('govuk-bank-holidays')}",
        "licence: Contains public sector information licensed under the Open Government Licence v3.0.",
        "checked: sourced",
        f"first_day: {first}",
        f"last_day: {last}",
        "holidays:",
    ]
    for nation, each in days.items():
        lines += [f"  {nation}:", *(f"    - {day}" for day in each if first <= day <= last)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _last_full_year(days: list[date]) -> int:
    """The last year whose list reaches Christmas."""
    return max(day.year for day in days if day.month == 12)


if __name__ == "__main__":
    write()
