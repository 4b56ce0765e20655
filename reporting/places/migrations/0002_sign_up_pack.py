from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PackRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("home", models.CharField(max_length=200, verbose_name="address or tenancy reference")),
                ("read_on", models.DateField(verbose_name="read on")),
                ("said_at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="told us")),
            ],
            options={
                "verbose_name": "sign-up pack read",
                "verbose_name_plural": "sign-up packs read",
                "ordering": ["-said_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "home", "read_on"), name="pack_read_said_once")
                ],
            },
        ),
    ]
