"""Make the table of keys with the statement of its database; kept apart because it is not generated."""

from django.db import migrations

from upstander.record.keys import tables


def make(apps, schema_editor):
    schema_editor.execute(tables.statement(schema_editor.connection.vendor), params=None)


class Migration(migrations.Migration):
    """Follows the generated tables."""

    dependencies = [("keys", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
