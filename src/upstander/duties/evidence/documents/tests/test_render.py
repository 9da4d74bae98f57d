"""The report prints every script and every unknown, executes nothing, and is the same for the same case."""

import io
import re

import pypdf
import pytest
from PIL import Image

from upstander.duties.evidence.documents import case_copy, glyphs, render
from upstander.duties.evidence.documents.render import MissingGlyph, NotTypeset, render_report

from . import example

pytestmark = pytest.mark.once


def picture(size=(900, 1600), kind="JPEG"):
    made = io.BytesIO()
    Image.new("RGB", size, (200, 210, 220)).save(made, kind)
    return made.getvalue()


def words(path):
    with path.open("rb") as stream:
        pages = [page.extract_text() for page in pypdf.PdfReader(stream).pages]
    return re.sub(r"[\s\u200b]+", " ", " ".join(pages))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.pdf"
    case = example.case(2)
    case["exhibits"][0]["text"] = "\n".join(example.SCRIPTS.values())
    case["exhibits"][1]["text"] = '#read("/etc/passwd") *bold* <b> #panic() $x$ `raw` @ref'
    case["exhibits"][1]["origin"]["account_handle"] = "@invoice\u202efdp.exe\x00\ue000"
    render_report(case, path, {"HUB-0001": picture()})
    return path


def test_the_sections_that_a_force_needs_are_there(printed):
    found = words(printed)
    for section in (
        "Summary",
        "Decision",
        "Freedom of expression",
        "Line of enquiry",
        "Why this force",
        "Victims and their needs",
        "Schedule of exhibits",
        "HUB-0002: Screenshot",
        "Custody extract",
        "Limits and unknowns",
        "Before you read on.",
    ):
        assert section in found, section


def test_who_decided_why_and_under_which_law_is_printed(printed):
    found = words(printed)
    for said in ("Hub officer 17, hub officer", "conveys a threat of serious harm", "England and Wales, 2026-11-01"):
        assert said in found


def test_what_nobody_knows_is_printed_as_not_known(printed):
    assert "E-mail not known" in words(printed)


def test_text_that_looks_like_a_program_is_printed_as_it_is(printed):
    assert '#read("/etc/passwd") *bold* <b> #panic() $x$ `raw` @ref' in words(printed)


def test_characters_that_cannot_be_seen_are_written_out(printed):
    found = words(printed)
    assert "@invoice[U+202E]fdp.exe[U+0000][U+E000]" in found.replace(" ", ""), "wherever its line was broken"
    assert "\u202e" not in found


def test_every_value_of_a_list_stands_among_the_words_of_an_exhibit(tmp_path):
    case = example.case(1)
    condition = case["exhibits"][0]["condition"]
    condition["redactions"], condition["prior_custodians"] = ["A face", "A house"], ["A witness", "A charity"]
    render_report(case, tmp_path / "report.pdf")
    found = words(tmp_path / "report.pdf")
    assert "Redactions A face A house" in found
    assert "Held before by A witness A charity" in found


def test_addresses_are_printed_so_that_nobody_opens_them(printed):
    with printed.open("rb") as stream:
        pages = pypdf.PdfReader(stream).pages
        links = [a for page in pages for a in page.get("/Annots") or [] if "/URI" in str(a.get_object())]
    assert "hxxps://example[.]org/user" in words(printed)
    assert not links


def test_the_marking_stands_at_the_top_and_foot_of_every_page(printed):
    with printed.open("rb") as stream:
        assert all(page.extract_text().count("OFFICIAL-SENSITIVE") >= 2 for page in pypdf.PdfReader(stream).pages)


def test_the_file_is_tagged_titled_and_says_which_standards_it_keeps(printed):
    with printed.open("rb") as stream:
        reader = pypdf.PdfReader(stream)
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"].startswith("en")
        assert reader.metadata.title == "Evidence report HUB-2026-0001"
        claims = root["/Metadata"].get_data().decode()
    for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim in claims


def test_every_picture_has_words_for_those_who_cannot_see_it(printed):
    assert "Preview of HUB-0001" in str(alternatives(printed))


def alternatives(path):
    with path.open("rb") as stream:
        reader = pypdf.PdfReader(stream)
        return [
            obj["/Alt"]
            for number in range(1, len(reader.xref_objStm) + len(reader.xref.get(0, {})) + 1)
            if isinstance(obj := reader.get_object(number), pypdf.generic.DictionaryObject) and "/Alt" in obj
        ]


def test_only_bundled_fonts_are_used(printed):
    with printed.open("rb") as stream:
        names = {
            font.get_object()["/BaseFont"].partition("+")[2]
            for page in pypdf.PdfReader(stream).pages
            for font in page["/Resources"]["/Font"].values()
        }
    assert len(names) > 12
    assert all(name.startswith(("NotoSans", "NotoEmoji", "DroidSansFallback")) for name in names), names


@pytest.mark.parametrize("script", example.SCRIPTS)
def test_every_script_has_its_glyphs(script):
    assert glyphs.missing_glyphs(glyphs.printable(example.SCRIPTS[script])) == set()


def test_the_same_case_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        render_report(example.case(1), tmp_path / name, {"HUB-0001": picture(kind="PNG")})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_character_that_cannot_be_printed_stops_the_build_and_is_named(tmp_path):
    case = example.case(1)
    case["exhibits"][0]["text"] = "\U00012000 sumerian"
    with pytest.raises(MissingGlyph, match=r"exhibits\[0\]\.text .* U\+12000 CUNEIFORM SIGN A"):
        render_report(case, tmp_path / "report.pdf")
    assert not list(tmp_path.iterdir())


def test_the_typesetter_too_refuses_what_it_has_no_glyph_for(tmp_path, monkeypatch):
    monkeypatch.setattr(render, "_check_glyphs", lambda shown: None)
    case = example.case(1)
    case["summary"] = ["\U00012000"]
    with pytest.raises(NotTypeset):
        render_report(case, tmp_path / "report.pdf")
    assert not list(tmp_path.iterdir())


def test_a_spoilt_picture_stops_the_build(tmp_path):
    with pytest.raises(NotTypeset):
        render_report(example.case(1), tmp_path / "report.pdf", {"HUB-0001": b"not a picture"})


def test_volumes_are_filled_and_the_first_shows_fewer_for_it_lists_all(tmp_path, monkeypatch):
    def sizes(count, pictured=0):
        refs = [f"HUB-{number:04d}" for number in range(count)]
        return [len(part) for part in render._parts([{"ref": ref} for ref in refs], refs[:pictured])]

    assert (sizes(0), sizes(100), sizes(101)) == ([0], [100], [100, 1])
    assert sizes(500) == [50, 100, 100, 100, 100, 50]
    assert sizes(100, pictured=100) == [32, 37, 31], "pictures take more room"
    assert sizes(2000)[0] == 1
    monkeypatch.setattr(render, "EXHIBITS_A_VOLUME", 10)
    info = render_report(example.case(13), tmp_path / "report.pdf")
    assert [volume.path.name for volume in info.volumes] == ["report.pdf", "report-2.pdf"]
    assert info.volumes[1].exhibits == ("HUB-0011", "HUB-0012", "HUB-0013")
    first, second = (words(volume.path) for volume in info.volumes)
    assert "HUB-0013" in first
    assert "HUB-0010: Screenshot" in first
    assert "HUB-0011: Screenshot" not in first
    assert "HUB-0011: Screenshot" in second
    assert "volume 2 of 2" in second
    for volume in info.volumes:
        found = words(volume.path)
        assert "Volumes of this report" in found
        assert "1 report.pdf HUB-0001 to HUB-0010 2 report-2.pdf HUB-0011 to HUB-0013" in found


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "\n" * 50, "\t", " ", "\u200d", "\r", "e" + "\u0301" * 200, "\ud800", "\U0010ffff", "‏a"]
)
def test_odd_text_is_printed_somehow(tmp_path, text):
    case = example.case(1)
    case["exhibits"][0].update(text=text, title=f"{text}x", description=text)
    case["summary"] = [f"{text}x"]
    case["accounts"][0]["handle"] = text
    render_report(case, tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").stat().st_size > 10_000


def test_an_empty_case_is_printed(tmp_path):
    case = example.case(0)
    for field in ("summary", "strands", "reports", "victims", "accounts", "enquiries", "limits", "unknowns", "absent"):
        case[field] = []
    case["supersedes"] = None
    case["decision"].update(offences=[], reasons=[], signed_off_by=None, signed_off_at=None)
    case["custody"]["events"] = []
    case["freedom_of_expression"]["factors"] = []
    case["handling"].update(conditions=[], content_warning=None)
    render_report(case, tmp_path / "report.pdf")
    assert "There are no exhibits." in words(tmp_path / "report.pdf")


def test_a_case_that_does_not_keep_the_schema_is_not_printed(tmp_path):
    with pytest.raises(case_copy.NotACase):
        render_report({**example.case(1), "version": 0}, tmp_path / "report.pdf")


def test_every_bundled_font_is_named_in_the_template():
    from fontTools.ttLib import TTFont

    template = render.TEMPLATE.read_text()
    for path in glyphs.FONTS.glob("*.[ot]tf"):
        with TTFont(path, lazy=True) as font:
            assert f'"{font["name"].getBestFamilyName()}"' in template, path.name


def test_no_bundled_file_is_larger_than_five_megabytes():
    assert all(path.stat().st_size <= 5 << 20 for path in glyphs.FONTS.iterdir())


def test_exhibits_that_follow_each_other_are_named_by_the_first_and_the_last() -> None:
    every = [f"HUB-{number:04d}" for number in range(1, 10)]
    assert render._runs(["HUB-0003", "HUB-0001", "HUB-0002", "HUB-0005", "HUB-0006", "HUB-0009"], every) == [
        "HUB-0001 to HUB-0003", "HUB-0005", "HUB-0006", "HUB-0009",
    ]  # fmt: skip
    assert render._runs([], every) == []
