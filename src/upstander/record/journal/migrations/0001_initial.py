from django.db import migrations, models

from upstander.record.journal import tables


def make(apps, schema_editor):
    for statement in tables.statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[("seq", models.BigIntegerField(primary_key=True, serialize=False))],
            options={"managed": False, "db_table": "journal_entry"},
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[("id", models.BigIntegerField(primary_key=True, serialize=False))],
            options={"managed": False, "db_table": "journal_touch"},
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[("id", models.BigIntegerField(primary_key=True, serialize=False))],
            options={"managed": False, "db_table": "journal_consultation"},
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[("size", models.BigIntegerField(primary_key=True, serialize=False))],
            options={"managed": False, "db_table": "journal_checkpoint"},
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
