"""PostgreSQL finds a page by every word on it: left alone, it would pass over "about us" and "who we are"."""

from django.db import migrations

PUT_ON = """
CREATE TEXT SEARCH DICTIONARY fairstreet_stems (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION fairstreet (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION fairstreet ALTER MAPPING REPLACE english_stem WITH fairstreet_stems;
"""
TAKE_OFF = """
DROP TEXT SEARCH CONFIGURATION fairstreet;
DROP TEXT SEARCH DICTIONARY fairstreet_stems;
"""


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]

    operations = [migrations.RunPython(on_postgresql(PUT_ON), on_postgresql(TAKE_OFF))]
