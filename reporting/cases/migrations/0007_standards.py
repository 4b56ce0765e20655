import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What was promised until now, as it stood in the program.
FIRST = {
    "acknowledge": 1,
    "return_call": 24,
    "a_first_contact": 1,
    "a_plan": 3,
    "a_keep_in_touch": 5,
    "b_first_contact": 3,
    "b_plan": 7,
    "b_keep_in_touch": 10,
    "c_first_contact": 5,
    "c_plan": 10,
    "c_keep_in_touch": 10,
}


def begin_with_the_first(apps, schema_editor):
    apps.get_model("cases", "StandardsVersion").objects.create(number=1, figures=FIRST)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_removed_in_chat"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StandardsVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="version")),
                ("figures", models.JSONField()),
                ("why", models.TextField(blank=True, verbose_name="why")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="from")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "service standards",
                "verbose_name_plural": "service standards",
            },
        ),
        migrations.RunPython(begin_with_the_first, migrations.RunPython.noop),
    ]
