"""Fence the tables; kept apart because it is not generated."""

from django.db import migrations

from upstander.record.cases.fence import TABLES
from upstander.record.fence.policies import raise_fence


class Migration(migrations.Migration):
    """Follows the generated tables."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(raise_fence(*TABLES), migrations.RunPython.noop)]
