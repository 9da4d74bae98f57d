"""Files with something planted in one place of each, as the programs of offices and telephones write them."""

import io
import struct
import zipfile
from collections.abc import Mapping

from PIL import Image, PngImagePlugin

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{}</dc:creator>'
    "<cp:lastModifiedBy>{}</cp:lastModifiedBy></cp:coreProperties>"
)
APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Company>{}</Company></Properties>"
)
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description exif:GPSLatitude="{place}"><dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def word(body: str = "<w:p><w:r><w:t>Plain words.</w:t></w:r></w:p>", **parts: str | bytes) -> bytes:
    named = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": document, **named})


def sheet(rows: str = "<row><c><v>1</v></c></row>", *, state: str = "visible", columns: str = "", **more: str) -> bytes:
    book = f'<workbook {S}><sheets><sheet name="Figures"/><sheet name="Aside" state="{state}"/></sheets></workbook>'
    page = f"<worksheet {S}><cols>{columns}</cols><sheetData>{rows}</sheetData></worksheet>"
    named = {name.replace("__", "/") + ".xml": content for name, content in more.items()}
    return zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": book, "xl/worksheets/sheet1.xml": page, **named})


def photograph(
    form: str = "JPEG", *, artist: str = "", place: bool = False, xmp: str = "", comment: str = "", serial: str = ""
) -> bytes:
    """A picture with these remarks, written by Pillow as cameras and programs write them."""
    made, exif = io.BytesIO(), Image.Exif()
    if artist:
        exif[0x013B] = artist
    if serial:
        exif.get_ifd(0x8769)[0xA431] = serial
    if place:
        exif[0x0131] = "Camera"  # Pillow leaves out what holds nothing but where
        exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 48.0, 1.5), 3: "W", 4: (1.0, 32.0, 9.0)})
    more: dict[str, object] = {"exif": exif} if len(exif) or place or serial else {}
    if form == "PNG":
        info = PngImagePlugin.PngInfo()
        if comment:
            info.add_itxt("Comment", comment, zip=True)
        if xmp:
            info.add_itxt("XML:com.adobe.xmp", xmp)
        more["pnginfo"] = info
    else:
        more |= {"xmp": xmp.encode()} if xmp else {}
        more |= {"comment": comment.encode()} if comment and form == "JPEG" else {}
    Image.new("RGB", (8, 8), "navy").save(made, form, **more)
    return made.getvalue()


def atom(name: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", 8 + len(content), name) + content


def film(*, xyz: str = "", key: str = "", author: str = "") -> bytes:
    """A video without a frame: its index alone, as telephones write it."""
    held = []
    if xyz:
        held.append(atom(b"udta", atom(b"\xa9xyz", struct.pack(">HH", len(xyz), 0x15C7), xyz.encode())))
    if author:
        held.append(atom(b"udta", atom(b"\xa9ART", struct.pack(">HH", len(author), 0), author.encode())))
    if key:
        named = atom(b"keys", b"\0" * 8, atom(b"mdta", b"com.apple.quicktime.location.ISO6709"))
        held.append(atom(b"meta", named, atom(b"ilst", atom(b"data", b"\0" * 8, key.encode()))))
    return atom(b"ftyp", b"qt  ", b"\0\0\0\0qt  ") + atom(b"mdat", b"\0" * 64) + atom(b"moov", *held)
