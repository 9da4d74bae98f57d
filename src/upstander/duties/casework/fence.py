"""The fence around what officers write down, owe and hand over about cases.

Outside it stand reviews and the count of exposure: a supervisor reviews looks into cases that they may not read, and
an officer's looks count whatever has become of the case. Neither holds a word of a case.
"""

from upstander.record.fence.policies import by_case

TABLES = (
    by_case("casework_note"),
    by_case("casework_task", or_none=True),
    by_case("casework_handedover"),
    by_case("casework_reassignment"),
    by_case("casework_restrictionstep"),
    by_case("casework_secondlook"),
)
