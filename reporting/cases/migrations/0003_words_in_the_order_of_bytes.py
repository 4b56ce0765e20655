"""Search asks for a range of words. In PostgreSQL a range follows the database's language, which knows no last letter."""

from django.db import migrations

SORTED_BY_BYTES = 'ALTER TABLE cases_searchword ALTER COLUMN word TYPE varchar(60) COLLATE "C"'
SORTED_BY_LANGUAGE = "ALTER TABLE cases_searchword ALTER COLUMN word TYPE varchar(60)"


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_append_only")]

    operations = [migrations.RunPython(on_postgresql(SORTED_BY_BYTES), on_postgresql(SORTED_BY_LANGUAGE))]
