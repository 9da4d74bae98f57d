"""Read office files (Word, Excel, PowerPoint, OpenDocument): words, who made and changed them, what is hidden."""

from collections import Counter
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from . import TEXT, Piece
from .xml import attribute, local, named, tree, words

PEOPLE = ("creator", "lastModifiedBy", "Company", "Manager", "initial-creator", "printed-by")
"""Properties of a document that name somebody."""
CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "cellIns", "cellDel", "changed-region")
REMARKS = ("comment", "threadedComment", "annotation", "cm")
NOT_SHOWN = ("collapse", "filter", "hidden", "veryHidden")


def read_office(names: list[str], member: Callable[[str], bytes]) -> Iterator[Piece]:
    """Yield what an office file holds; `names` are those of its parts and `member` returns the bytes of one."""
    for name in names:
        if not name.endswith((".xml", ".rels")) or name == "[Content_Types].xml":
            continue
        root = tree(member(name))
        if name.endswith(".rels"):
            yield from ((TEXT, name, attribute(each, "Target")) for each in named(root, "Relationship"))
        elif name.startswith("docProps/") or name == "meta.xml":
            yield from _properties(name, root)
        else:
            yield from _part(name, root)


def _properties(name: str, root: Element) -> Iterator[Piece]:
    for each in root.iter():
        if not (said := (each.text or "").strip()):
            continue
        yield TEXT, f"{name}: {local(each)}", said
        if local(each) in PEOPLE:
            yield "author", f"{name}: {local(each)}", said


def _part(name: str, root: Element) -> Iterator[Piece]:
    yield TEXT, name, "\n".join(_paragraphs(root))
    yield from _changes(name, root)
    yield from _remarks(name, root)
    yield from _hidden(name, root)


def _paragraphs(root: Element) -> Iterator[str]:
    """Yield the text by paragraphs, cells and shared strings: a name is not torn where a run of letters ends."""
    inside = [each for each in root.iter() if local(each) in ("p", "si", "is", "h")]
    yield from (words(each) for each in inside or [root])
    yield from (value for each in root.iter() for key, value in each.attrib.items() if key.endswith(("author", "name")))


def _changes(name: str, root: Element) -> Iterator[Piece]:
    by = Counter(attribute(each, "author") or _inner(each, "creator") for each in named(root, *CHANGES))
    for author, times in by.items():
        yield "tracked", name, f"{times} by {author or 'nobody named'}"


def _remarks(name: str, root: Element) -> Iterator[Piece]:
    authors = [words(each) for each in named(root, "author")]
    for each in named(root, *REMARKS):
        by = attribute(each, "author") or _inner(each, "creator")
        number = attribute(each, "authorId")
        if number.isdigit() and int(number) < len(authors):
            by = authors[int(number)]
        yield "comment", name, f"{by or 'nobody named'}: {words(each)[:80]}"


def _inner(element: Element, wanted: str) -> str:
    return next((words(each) for each in named(element, wanted)), "")


def _hidden(name: str, root: Element) -> Iterator[Piece]:
    for each in named(root, "sheet"):
        if attribute(each, "state") in NOT_SHOWN:
            yield "hidden", name, f"sheet {attribute(each, 'name')}"
    rows = sum(1 for each in named(root, "row", "table-row") if _is_hidden(each))
    columns = sum(1 for each in named(root, "col", "table-column") if _is_hidden(each))
    unseen = sum(1 for each in named(root, "vanish") if attribute(each, "val") not in ("0", "false"))
    for count, what in ((rows, "rows"), (columns, "columns"), (unseen, "runs of text")):
        if count:
            yield "hidden", name, f"{count} {what}"
    if local(root) == "sld" and attribute(root, "show") in ("0", "false"):
        yield "hidden", name, "a slide"
    if local(root) == "notes":
        yield "hidden", name, "notes for the speaker"


def _is_hidden(element: Element) -> bool:
    return attribute(element, "hidden") in ("1", "true") or attribute(element, "visibility") in NOT_SHOWN
