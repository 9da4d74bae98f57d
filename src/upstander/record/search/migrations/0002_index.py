"""Make the word index and the keys of names with the statements of their database; kept apart: not generated."""

from django.db import migrations

from upstander.record.fence.policies import raise_fence
from upstander.record.search import tables
from upstander.record.search.fence import TABLES


def make(apps, schema_editor):
    for statement in tables.statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Follows the generated tables."""

    dependencies = [("search", "0001_initial"), ("cases", "0002_fence")]
    operations = [
        migrations.RunPython(make, migrations.RunPython.noop),
        migrations.RunPython(raise_fence(*TABLES), migrations.RunPython.noop),
    ]
