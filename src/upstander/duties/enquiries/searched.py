"""What of enquiries is found by its words: why there is, or is not, a positive line."""

from upstander.duties.enquiries.models import LineOfEnquiry
from upstander.record.search.sources import searched

LINES = searched("lineofenquiry", LineOfEnquiry.objects.all, lambda line: [("reasons", line.reasons)])
