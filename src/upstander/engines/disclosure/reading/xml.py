"""Read XML of strangers: no document type, no entity, nothing fetched."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat


class Hostile(ValueError):
    """The XML declares a document type: it may unfold without end, and no honest office file has one."""


def tree(content: bytes) -> Element:
    """Return the root of the document, names written as `{namespace}name`. Raises Hostile, expat.ExpatError."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: builder.start(_named(name), _all_named(attributes))
    parser.EndElementHandler = lambda name: builder.end(_named(name))
    parser.CharacterDataHandler = builder.data
    parser.Parse(content, True)
    return builder.close()


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without namespace; empty where there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def named(root: Element, *names: str) -> Iterator[Element]:
    """Yield every element below `root` of one of these names, without regard to namespaces, in order."""
    return (each for each in root.iter() if local(each) in names)


def words(element: Element) -> str:
    """Return all text of an element."""
    return "".join(element.itertext()).strip()


def _refuse(*_said: object) -> None:
    raise Hostile("it declares a document type")


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def _all_named(attributes: dict[str, str]) -> dict[str, str]:
    return {_named(name): value for name, value in attributes.items()}
