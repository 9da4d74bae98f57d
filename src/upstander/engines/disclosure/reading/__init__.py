"""Read files of any kind for the words and remarks in them. Imports nothing of this project: it runs in the sandbox.

A reader yields pieces `(kind, where, what)`. Of the kind `text` are words to be searched for somebody's identity; every
other kind is a remark that somebody must answer before the file leaves (KINDS).
"""

Piece = tuple[str, str, str]
TEXT = "text"
KINDS = ("author", "device", "place", "hidden", "tracked", "comment", "unread")
"""Who made it; what it was made with, if that is one thing of one person; where; what is not seen; what was changed by
whom; what was remarked; what could not be read, or not to its end."""
MOST_TEXT = 4_000_000
"""Characters of one file that are searched; of a longer one it is said that the rest was not."""
MOST_BYTES = 64_000_000
"""That a file may unfold to while it is read."""


class TooMuch(ValueError):
    """The file would unfold to more than is read."""
