"""Fence the tables; kept apart because it is not generated."""

from django.db import migrations

from upstander.duties.campaigns.fence import TABLES
from upstander.record.fence.policies import raise_fence


class Migration(migrations.Migration):
    """Follows the generated tables."""

    dependencies = [("campaigns", "0001_initial"), ("cases", "0002_fence")]
    operations = [migrations.RunPython(raise_fence(*TABLES), migrations.RunPython.noop)]
