"""Print rows for the addresses that the reviewed table lacks (or for those named), for a person to review and paste.

python -m tests.access.propose [address ...]
"""

import os
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    """Make a scene in a test database, ask for the cells, print what came back. It is a proposal, never the truth."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "upstander.config.settings_test"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction
    from django.test.utils import setup_test_environment, teardown_test_environment
    from django.utils.module_loading import autodiscover_modules

    from tests.access import addresses, golden
    from tests.access.cells import Visit, cells
    from tests.access.scene import build
    from upstander.record.fence.viewer import HUB, whole_process
    from upstander.record.vault.cipher import make_keys

    whole_process(HUB)
    make_keys(Path(settings.KEYS_FOLDER))
    autodiscover_modules("due")
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        with transaction.atomic():
            visit = Visit(build())
            known = golden.read().names if golden.FILE.exists() else set()
            wanted = names or [name for name in addresses.parameters() if name not in known]
            print(
                golden.written({cell: visit.get(cell) for cell in cells(wanted)}) if wanted else "Nothing is missing."
            )
            transaction.set_rollback(True)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
        teardown_test_environment()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
