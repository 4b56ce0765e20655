from django.db import migrations

from reporting.chat.first_replies import add_first_replies


def begin_with_some(apps, schema_editor):
    add_first_replies(apps.get_model("chat", "QuickReply"))


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0001_initial"),
    ]

    operations = [migrations.RunPython(begin_with_some, migrations.RunPython.noop)]
