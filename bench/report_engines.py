"""Print the same exhibits with our typesetter, WeasyPrint and reportlab: CPU, peak of memory, size, and whether tagged.

The other two are no part of the hub. They are measured where BENCH_PEERS names a Python that has them, or this one has.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.measuring import Measured

SCALES = {"short": (50,), "whole": (50, 500)}
PICTURED = 5, 2
"""Of each five exhibits two have a picture, as the payload of `bench.package` has."""
RUN = """
import json, resource, sys
sys.path.insert(0, {root!r})
from bench import report_engines
report_engines.{engine}(json.load(open({data!r})), {out!r})
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([sum(each.ru_utime + each.ru_stime for each in used), max(each.ru_maxrss for each in used) // 1024]))
"""
SAME = ("Platform", "Account handle", "Post id", "Received", "Received by", "Method", "Held before by", "Notes")
"""Rows of the table of an exhibit beside those of its file."""


def run(scale: str) -> Measured:
    """Print each number of exhibits with each engine that is here."""
    rows = []
    for count in SCALES[scale]:
        with tempfile.TemporaryDirectory(prefix="bench-report-") as folder:
            data = _data(count, Path(folder))
            for name, (engine, needs) in ENGINES.items():
                rows.append({"exhibits": count, "engine": name, **_measured(engine, needs, data, Path(folder))})
    return Measured(rows)


def _measured(engine: Callable[..., None], needs: str, data: Path, folder: Path) -> dict[str, Any]:
    python = os.environ.get("BENCH_PEERS", sys.executable) if needs else sys.executable
    if needs and subprocess.run([python, "-c", f"import {needs}"], capture_output=True, check=False).returncode:
        return {"CPU s": "not here: pip install it, or name a Python that has it in BENCH_PEERS"}
    out = folder / f"{engine.__name__}.pdf"
    program = RUN.format(root=str(Path(__file__).parents[1]), engine=engine.__name__, data=str(data), out=str(out))
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True)
    spent, peak = json.loads(done.stdout.splitlines()[-1])
    parts = [out, *folder.glob(f"{engine.__name__}-*.pdf")]
    info = subprocess.run(["pdfinfo", str(out)], capture_output=True, text=True, check=True).stdout
    said = {line.partition(":")[0]: line.partition(":")[2].strip() for line in info.splitlines()}
    return {
        "CPU s": round(spent, 2), "peak MB": peak, "MB": round(sum(path.stat().st_size for path in parts) / 1e6, 1),
        "tagged": said.get("Tagged", "no"),
    }  # fmt: skip


def _data(count: int, folder: Path) -> Path:
    """Write the case and its pictures, and return where the case is."""
    from PIL import Image

    from upstander.duties.evidence.documents.tests import example

    rng, pictures = random.Random(5), {}
    for number in range(count):
        if number % PICTURED[0] < PICTURED[1]:
            made = BytesIO()
            small = Image.frombytes("RGB", (90, 60), rng.randbytes(90 * 60 * 3))
            small.resize((900, 600)).save(made, "JPEG", quality=75)
            path = folder / f"{number}.jpg"
            path.write_bytes(made.getvalue())
            pictures[f"HUB-{number + 1:04d}"] = str(path)
    data = folder / "case.json"
    data.write_text(json.dumps({"case": example.case(count), "pictures": pictures}))
    return data


def ours(data: dict[str, Any], out: str) -> None:
    from upstander.duties.evidence.documents.render import render_report

    render_report(data["case"], Path(out), {ref: Path(path).read_bytes() for ref, path in data["pictures"].items()})


def weasyprint(data: dict[str, Any], out: str) -> None:
    from html import escape

    from weasyprint import HTML

    pages = []
    for exhibit in data["case"]["exhibits"]:
        rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in _rows(exhibit))
        picture = data["pictures"].get(exhibit["ref"])
        shown = f'<img src="file://{picture}" alt="Preview" style="height: 62mm">' if picture else ""
        pages.append(
            f"<section><h2>{escape(exhibit['ref'])}: {escape(exhibit['title'])}</h2>{shown}"
            f"<p>{escape(exhibit['text'] or '')}</p><table>{rows}</table></section>"
        )
    style = "section { break-after: page } td, th { text-align: left; vertical-align: top; font-size: 9pt }"
    html = f'<html lang="en"><title>Report</title><style>{style}</style>{"".join(pages)}</html>'
    HTML(string=html).write_pdf(out, pdf_variant="pdf/ua-1")


def reportlab(data: dict[str, Any], out: str) -> None:
    from xml.sax.saxutils import escape

    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.platypus import Image, PageBreak, Paragraph, SimpleDocTemplate, Table

    style, story = getSampleStyleSheet(), []
    for exhibit in data["case"]["exhibits"]:
        story.append(Paragraph(escape(f"{exhibit['ref']}: {exhibit['title']}"), style["Heading2"]))
        if picture := data["pictures"].get(exhibit["ref"]):
            story.append(Image(picture, width=93 * mm, height=62 * mm))
        story.append(Paragraph(escape(exhibit["text"] or ""), style["BodyText"]))
        cells = [
            [name, Paragraph(escape(value.replace("\u200b", "")), style["BodyText"])] for name, value in _rows(exhibit)
        ]
        story += [Table(cells, colWidths=[41 * mm, 129 * mm]), PageBreak()]
    SimpleDocTemplate(out, pagesize=A4).build(story)


def _rows(exhibit: dict[str, Any]) -> list[tuple[str, str]]:
    told = [exhibit["origin"][name] for name in ("platform", "account_handle", "post_id")]
    told += [exhibit["received"][name] for name in ("at", "by", "method")]
    told += ["; ".join(exhibit["condition"]["prior_custodians"]), exhibit["condition"]["notes"]]
    rows = [(name, str(value or "not known")) for name, value in zip(SAME, told, strict=True)]
    for file in exhibit["files"]:
        rows += [("SHA-256", file["sha256"]), ("SHA-512", file["sha512"][:64] + " " + file["sha512"][64:])]
        rows.append(("Size", f"{file['bytes']} bytes"))
    return rows


ENGINES: dict[str, tuple[Callable[..., None], str]] = {
    "ours (Typst)": (ours, ""),
    "WeasyPrint": (weasyprint, "weasyprint"),
    "reportlab": (reportlab, "reportlab"),
}
