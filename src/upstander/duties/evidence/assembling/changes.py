"""Say what a version of a package has that the version before it had not."""

from collections.abc import Iterator, Mapping
from typing import Any


def changes(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return in sentences what changed from the copy `earlier` to the copy `now` of one case."""
    return list(_changes(earlier, now)) or ["Nothing of the case has changed; the package was made anew."]


def _changes(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for what, key, name in (("Report", "reports", "reference"), ("Exhibit", "exhibits", "ref")):
        before, after = _names(earlier[key], name), _names(now[key], name)
        if added := [each for each in after if each not in before]:
            yield f"{what}{_s(added)} added: {', '.join(added)}."
        if gone := [each for each in before if each not in after]:
            yield f"{what}{_s(gone)} no longer part of the case: {', '.join(gone)}."
    said = {report["reference"]: report["answers"] for report in earlier["reports"]}
    says = {report["reference"]: report["answers"] for report in now["reports"]}
    if told_more := [each for each in says if each in said and said[each] != says[each]]:
        yield f"Information was added to {', '.join(told_more)}."
    had = {report["reference"]: report.get("translations", []) for report in earlier["reports"]}
    has = {report["reference"]: report.get("translations", []) for report in now["reports"]}
    if translated := [each for each in has if each in had and had[each] != has[each]]:
        yield f"A translation was added to {', '.join(translated)}."
    held = {each["ref"]: each.get("record", {}).get("number", 0) for each in earlier["exhibits"]}
    if anew := [each["ref"] for each in now["exhibits"] if each["record"]["number"] > held.get(each["ref"], 10**6)]:
        yield f"How it was captured was recorded anew of {', '.join(anew)}."
    if earlier["decision"] != now["decision"]:
        yield f"There is a new decision: {now['decision']['sentence']}"
    if earlier["line_of_enquiry"] != now["line_of_enquiry"]:
        yield "The line of enquiry was recorded anew."
    if earlier["addressed_to"]["force"] != now["addressed_to"]["force"]:
        yield f"It is addressed to {now['addressed_to']['force']}, and was to {earlier['addressed_to']['force']}."


def _names(rows: list[Mapping[str, Any]], name: str) -> list[str]:
    return [row[name] for row in rows]


def _s(names: list[str]) -> str:
    return "s" if len(names) > 1 else ""
