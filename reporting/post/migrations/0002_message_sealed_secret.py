from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="sealed_secret",
            field=models.BinaryField(default=bytes),
        ),
    ]
