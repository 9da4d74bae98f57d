"""Fence the tables; kept apart because it is not generated."""

from django.db import migrations

from upstander.record.fence.policies import raise_fence
from upstander.record.keys.fence import TABLES


class Migration(migrations.Migration):
    """Follows the generated tables."""

    dependencies = [("keys", "0002_match_key"), ("cases", "0002_fence")]
    operations = [migrations.RunPython(raise_fence(*TABLES), migrations.RunPython.noop)]
