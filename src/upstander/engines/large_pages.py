"""Let the processes that hold pictures and pages ask for large pages: small ones took a quarter of their time."""

from typing import Final

LARGE_PAGES: Final = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.top_pad=33554432"}
"""The environment of such a process. Another C library, or a kernel without large pages, pays no heed to it."""
SEEN_AT: Final = "/sys/kernel/mm/transparent_hugepage"
"""Where the C library reads whether there are large pages; a sandbox that does not show it has none."""
