import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_accountability"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.AddField(
            model_name="homepage",
            name="captions",
            field=models.ForeignKey(
                blank=True,
                help_text="A .vtt file with what is said and heard, for those who cannot hear it.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtaildocs.document",
                verbose_name="captions",
            ),
        ),
        migrations.AddField(
            model_name="homepage",
            name="figures",
            field=wagtail.fields.StreamField(
                [("figure", 3)],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "Such as: 86 %, or 412.", "label": "number", "max_length": 20},
                    ),
                    1: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What was counted, and of how many.", "label": "in words", "max_length": 120},
                    ),
                    2: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "Such as: October 2026.", "label": "as of", "max_length": 60},
                    ),
                    3: ("wagtail.blocks.StructBlock", [[("number", 0), ("words", 1), ("as_of", 2)]], {}),
                },
                help_text="A few that people can trust. Say what was counted, and when.",
                verbose_name="figures",
            ),
        ),
        migrations.AddField(
            model_name="homepage",
            name="film",
            field=models.ForeignKey(
                blank=True,
                help_text="A short .mp4 or .webm file. Nothing of it is loaded before someone presses play.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtaildocs.document",
                verbose_name="film",
            ),
        ),
        migrations.AddField(
            model_name="homepage",
            name="film_title",
            field=models.CharField(blank=True, max_length=100, verbose_name="heading of the film"),
        ),
        migrations.AddField(
            model_name="homepage",
            name="poster",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailimages.image",
                verbose_name="picture shown before it plays",
            ),
        ),
        migrations.AddField(
            model_name="homepage",
            name="transcript",
            field=wagtail.fields.RichTextField(
                blank=True,
                help_text="All that is said and shown, for those who would rather read. It can be read without the film.",
                verbose_name="the film in words",
            ),
        ),
    ]
