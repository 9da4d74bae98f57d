"""What of casework is found by its words: notes."""

from upstander.duties.casework.models import Note
from upstander.record.search.sources import searched

NOTES = searched("note", Note.objects.all, lambda note: [("note", note.text)])
