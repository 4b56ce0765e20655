import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import advice.hours


def date_stories(apps, schema_editor):
    """Stories that were there before begin with the day on which they were first published."""
    story = apps.get_model("advice", "StoryPage")
    for page in story.objects.exclude(first_published_at=None):
        page.told_on = page.first_published_at.date()
        page.save(update_fields=["told_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("advice", "0001_initial"),
        ("places", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NeighbourhoodEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="what")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "repeats",
                    models.CharField(
                        blank=True,
                        choices=[("", "Once"), ("weekly", "Every week"), ("fortnightly", "Every second week")],
                        default="",
                        max_length=12,
                        verbose_name="how often",
                    ),
                ),
                ("repeats_until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("where", models.CharField(max_length=160, verbose_name="where")),
                (
                    "who_for",
                    models.CharField(
                        blank=True,
                        help_text="Such as: everyone, no need to book.",
                        max_length=120,
                        verbose_name="who it is for",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="NeighbourhoodIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="One or two plain sentences. Shown under the title, in lists and in search results.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on which someone last checked every number, law and promise on this page.",
                        null=True,
                        verbose_name="facts last checked on",
                    ),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
            ],
            options={
                "verbose_name": "neighbourhoods",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NeighbourhoodPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="One or two plain sentences. Shown under the title, in lists and in search results.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on which someone last checked every number, law and promise on this page.",
                        null=True,
                        verbose_name="facts last checked on",
                    ),
                ),
                (
                    "team",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Who works here, on which days, and where to meet them. A name only if that person agreed to it.",
                        verbose_name="your local team",
                    ),
                ),
                (
                    "streets",
                    models.TextField(
                        blank=True,
                        help_text="So that people see that this is theirs.",
                        max_length=600,
                        verbose_name="streets",
                    ),
                ),
                (
                    "groups",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Who they are, what they do, when they meet, how to join.",
                        verbose_name="residents’ groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "neighbourhood",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.AddField(
            model_name="partner",
            name="areas",
            field=models.ManyToManyField(
                blank=True,
                help_text="Leave empty if they help people everywhere.",
                related_name="+",
                to="places.area",
                verbose_name="only in these neighbourhoods",
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="bsl",
            field=models.URLField(
                blank=True,
                help_text="The page from which one calls them with a sign language interpreter.",
                verbose_name="in British Sign Language",
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="open_hours",
            field=models.TextField(
                blank=True,
                help_text="A line for each, such as “Mon-Fri 09:00-17:00”, “Bank holidays closed”, or just “24 hours”. Leave it empty if you are not sure: then nothing is said.",
                max_length=400,
                validators=[advice.hours.check_hours],
                verbose_name="hours for “open now”",
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="relay",
            field=models.CharField(
                blank=True,
                help_text="Only a number that they give themselves, such as: 18001 101.",
                max_length=80,
                verbose_name="by Relay UK",
            ),
        ),
        migrations.AddField(
            model_name="storyindexpage",
            name="press_notes",
            field=models.TextField(
                blank=True,
                help_text="Stands at the end of the press copy of each story: who you are, and whom a reporter can call.",
                verbose_name="for the press",
            ),
        ),
        migrations.AddField(
            model_name="storypage",
            name="action",
            field=models.CharField(
                blank=True,
                choices=[
                    ("early_talk", "An early talk"),
                    ("mediation", "Mediation"),
                    ("agreement", "A written agreement"),
                    ("support", "Support for someone"),
                    ("clean_up", "Cleaning and repairs"),
                    ("security", "Locks, lights and doors"),
                    ("activities", "Something to do for young people"),
                    ("together", "Work with police or council"),
                    ("warning", "A warning"),
                    ("court", "Court action"),
                ],
                max_length=20,
                verbose_name="what helped",
            ),
        ),
        migrations.AddField(
            model_name="storypage",
            name="agreed_by",
            field=models.CharField(
                blank=True,
                help_text="Who they are in the story, never a name: “the tenant who reported it”, “both neighbours”.",
                max_length=120,
                verbose_name="who agreed to the story",
            ),
        ),
        migrations.AddField(
            model_name="storypage",
            name="agreed_on",
            field=models.DateField(blank=True, null=True, verbose_name="when they agreed"),
        ),
        migrations.AddField(
            model_name="storypage",
            name="category",
            field=models.CharField(
                blank=True,
                choices=[("A", "A: serious"), ("B", "B: medium"), ("C", "C: lower")],
                max_length=1,
                verbose_name="category",
            ),
        ),
        migrations.AddField(
            model_name="storypage",
            name="no_details",
            field=models.BooleanField(
                default=False,
                verbose_name="There is no address, date, job, illness or other detail by which a neighbour would know who it is",
            ),
        ),
        migrations.AddField(
            model_name="storypage",
            name="no_names",
            field=models.BooleanField(default=False, verbose_name="There is nobody’s name in it"),
        ),
        migrations.AddField(
            model_name="storypage",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                help_text="A place or a thing rather than a face. No house number, no number plate.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailimages.image",
                verbose_name="picture",
            ),
        ),
        migrations.AddField(
            model_name="storypage",
            name="picture_agreed",
            field=models.BooleanField(
                default=False,
                verbose_name="Everyone who can be seen in the picture agreed to it, or nobody can be seen",
            ),
        ),
        migrations.AddField(
            model_name="storypage",
            name="picture_alt",
            field=models.CharField(
                blank=True,
                help_text="In a few words, for people who cannot see it.",
                max_length=150,
                verbose_name="what the picture shows",
            ),
        ),
        migrations.AddField(
            model_name="storypage",
            name="safe_for_all",
            field=models.BooleanField(
                default=False,
                verbose_name="The officer of the case says that telling it puts nobody at risk, today or later",
            ),
        ),
        migrations.AddField(
            model_name="storypage",
            name="they_read_it",
            field=models.BooleanField(
                default=False, verbose_name="They have read it, or had it read to them, as it stands here"
            ),
        ),
        migrations.AddField(
            model_name="storypage",
            name="told_on",
            field=models.DateField(
                default=django.utils.timezone.localdate,
                help_text="Shown with the story. The newest comes first.",
                verbose_name="date",
            ),
        ),
        migrations.RunPython(date_stories, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="partner",
            name="hours",
            field=models.CharField(
                blank=True, help_text="In words, as people read them.", max_length=200, verbose_name="hours"
            ),
        ),
        migrations.AddIndex(
            model_name="storypage",
            index=models.Index(fields=["told_on", "page_ptr"], name="story_newest"),
        ),
        migrations.AddIndex(
            model_name="storypage",
            index=models.Index(fields=["kind", "told_on"], name="story_of_kind"),
        ),
        migrations.AddIndex(
            model_name="storypage",
            index=models.Index(fields=["area", "told_on"], name="story_of_area"),
        ),
        migrations.AddIndex(
            model_name="storypage",
            index=models.Index(fields=["action", "told_on"], name="story_of_action"),
        ),
        migrations.AddField(
            model_name="neighbourhoodpage",
            name="area",
            field=models.ForeignKey(
                blank=True,
                help_text="As the housing system names it. A postcode leads to the page of its area.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.area",
                verbose_name="area",
            ),
        ),
        migrations.AddField(
            model_name="neighbourhoodevent",
            name="page",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="events", to="advice.neighbourhoodpage"
            ),
        ),
    ]
