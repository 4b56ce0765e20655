import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_standards"),
    ]

    operations = [
        # Those that are there were opened under the first.
        migrations.AddField(
            model_name="case",
            name="standards",
            field=models.ForeignKey(
                default=1,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.standardsversion",
                to_field="number",
                verbose_name="service standards",
            ),
            preserve_default=False,
        ),
    ]
