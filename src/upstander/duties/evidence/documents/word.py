"""Write a Word document (Office Open XML) of headings, paragraphs and tables: the same bytes for the same words."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from upstander.duties.evidence.documents.glyphs import printable

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the document's own date stands in its properties."""
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="{0}.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="{0}.styles+xml"/>'
    '<Override PartName="/word/header1.xml" ContentType="{0}.header+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
).format("application/vnd.openxmlformats-officedocument.wordprocessingml")
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>{by}</dc:creator>'
    "<dc:language>en-GB</dc:language>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created></cp:coreProperties>'
)
STYLES = (
    f'<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" '
    'w:cs="Arial" w:eastAsia="Arial"/><w:sz w:val="22"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault>'
    '<w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>{}</w:styles>'
).format(
    "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/>{level}</w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for style, name, size, level in (
            ("Title", "Title", 32, ""),
            ("Heading1", "heading 1", 26, '<w:outlineLvl w:val="0"/>'),
        )
    )
)
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True)
class Heading:
    """A heading; the first of a document is its title."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table: its header, repeated on every page, and its rows."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = str | Heading | Table
"""A paragraph, a heading or a table."""


def document(blocks: Sequence[Block], *, running: str, by: str, at: str) -> bytes:
    """Return the document; `running` stands at the top of every page, `by` and `at` in its properties."""
    body = "".join(_block(block, first=number == 0) for number, block in enumerate(blocks))
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    page = (
        '<w:sectPr><w:headerReference xmlns:r="' + OFFICE + '" w:type="default" r:id="r2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1134" w:bottom="1134" w:left="1134" '
        'w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>'
    )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="r2" Type="{CORE_RELATION}" Target="docProps/core.xml"/>'
        ),
        "docProps/core.xml": CORE.format(title=_text(title), by=_text(by), at=_text(at)),
        "word/document.xml": f'<w:document xmlns:w="{MAIN}"><w:body>{body}{page}</w:body></w:document>',
        "word/_rels/document.xml.rels": RELATIONS.format(
            f'<Relationship Id="r1" Type="{OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="r2" Type="{OFFICE}/header" Target="header1.xml"/>'
        ),
        "word/styles.xml": STYLES,
        "word/header1.xml": f'<w:hdr xmlns:w="{MAIN}">{_paragraph(running, bold=True)}</w:hdr>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}'.encode())
    return made.getvalue()


def _block(block: Block, *, first: bool) -> str:
    if isinstance(block, Heading):
        return _paragraph(block.text, style="Title" if first else "Heading1")
    if isinstance(block, Table):
        return _table(block)
    return _paragraph(block)


def _paragraph(text: str, *, style: str = "", bold: bool = False) -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{_text(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p>{named}<w:r>{weight}{lines}</w:r></w:p>"


def _table(table: Table) -> str:
    width = 9638 // max(len(table.header), 1)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _ in table.header)
    top = "".join(_cell(each, width, bold=True) for each in table.header)
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{top}</w:tr>"
    rows = "".join(f"<w:tr>{''.join(_cell(each, width) for each in row)}</w:tr>" for row in table.rows)
    look = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>{_paragraph('')}"


def _cell(text: str, width: int, *, bold: bool = False) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(text, bold=bold)}</w:tc>'


def _text(text: str) -> str:
    """Return text as XML holds it: what is unseen, or turns the reading direction, written out as `[U+202E]`."""
    return escape(printable(text), {'"': "&quot;"})
