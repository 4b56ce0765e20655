"""The database itself refuses to change an event, whoever asks."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER cases_event_append_only BEFORE UPDATE ON cases_event
BEGIN SELECT RAISE(ABORT, 'the timeline is append-only'); END;
"""

POSTGRESQL = """
CREATE FUNCTION cases_event_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the timeline is append-only' USING ERRCODE = 'integrity_constraint_violation'; END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER cases_event_append_only BEFORE UPDATE ON cases_event
FOR EACH ROW EXECUTE FUNCTION cases_event_append_only();
"""


def put_on(apps, schema_editor):
    by_vendor = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    schema_editor.execute(by_vendor[schema_editor.connection.vendor])


def take_off(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER cases_event_append_only")
    else:
        schema_editor.execute("DROP TRIGGER cases_event_append_only ON cases_event")
        schema_editor.execute("DROP FUNCTION cases_event_append_only()")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(put_on, take_off)]
