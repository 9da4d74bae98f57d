"""The fence around search: what is filed and what was asked for is read by the hub's own queries alone.

The index of words stands outside it: under a row-level policy PostgreSQL could not use it. It holds no name of a case;
record.search.finding alone reads it, and filters by the access table in the same query.
"""

from upstander.record.fence.policies import for_the_hub_alone

TABLES = (for_the_hub_alone("search_document"), for_the_hub_alone("search_search"))
