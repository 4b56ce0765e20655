from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("advice", "0003_guides_and_leaflets"),
    ]

    operations = [
        migrations.AddField(
            model_name="leafletspage",
            name="in_footer",
            field=models.BooleanField(default=False, verbose_name="link to it at the foot of every page"),
        ),
    ]
