import django.db.models.deletion
import modelcluster.fields
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import advice.fields


class Migration(migrations.Migration):
    dependencies = [
        ("advice", "0002_stories_and_neighbourhoods"),
        ("home", "0002_search_for_every_word"),
        ("places", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GuidePage",
            fields=[
                (
                    "plainpage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="home.plainpage",
                    ),
                ),
                (
                    "set_apart",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Stands in a box of its own below the text: what must not be missed or mixed up with the rest.",
                        verbose_name="set apart",
                    ),
                ),
                ("steps_title", models.CharField(blank=True, max_length=80, verbose_name="heading of the steps")),
                ("further", wagtail.fields.RichTextField(blank=True, verbose_name="text below the steps")),
                (
                    "kinds",
                    advice.fields.ManyChoicesField(
                        blank=True,
                        choices=[
                            ("noise", "Noise"),
                            ("harassment", "Threats, abuse or harassment"),
                            ("drugs", "Drugs"),
                            ("alcohol", "Drinking and behaviour linked to alcohol"),
                            ("communal", "Shared areas, stairs and loitering"),
                            ("vandalism", "Damage and graffiti"),
                            ("litter", "Rubbish, litter and fly-tipping"),
                            ("gardens", "Gardens"),
                            ("pets", "Pets and animals"),
                            ("vehicles", "Vehicles and parking"),
                            ("violence", "Violence"),
                            ("hate_racial", "Hate because of race"),
                            ("hate_other", "Hate for any other reason"),
                            ("domestic_abuse", "Domestic abuse"),
                            ("sexual", "Sexual acts or prostitution"),
                            ("crime", "Other crime"),
                            ("other", "Something else"),
                        ],
                        default=list,
                        help_text="A link to the advice on each.",
                        verbose_name="advice it leads to",
                    ),
                ),
                (
                    "topics",
                    advice.fields.ManyChoicesField(
                        blank=True,
                        choices=[
                            ("anyone", "Help for anyone affected"),
                            ("crime", "Police and crime"),
                            ("domestic_abuse", "Domestic abuse and sexual violence"),
                            ("stalking", "Stalking and harassment"),
                            ("hate", "Hate"),
                            ("exploitation", "Being used or controlled by others"),
                            ("noise", "Noise and smoke"),
                            ("rubbish", "Rubbish and pollution"),
                            ("vehicles", "Vehicles"),
                            ("animals", "Pets and animals"),
                            ("neighbours", "Getting on with neighbours"),
                            ("substances", "Drugs, alcohol and gambling"),
                            ("health", "Health and feelings"),
                            ("children", "Children and young people"),
                            ("adults", "Older people and adults at risk"),
                            ("housing", "Housing, money and legal advice"),
                            ("complaints", "Complaints and reviews"),
                            ("access", "If you are deaf, or find it hard to speak"),
                        ],
                        default=list,
                        help_text="The page shows up to six partners who help with any of these.",
                        verbose_name="who else can help",
                    ),
                ),
                (
                    "invites_reports",
                    models.BooleanField(
                        default=True,
                        help_text="A button to the report form, and your number.",
                        verbose_name="end with “Tell us”",
                    ),
                ),
            ],
            options={
                "verbose_name": "guide",
            },
            bases=("home.plainpage",),
        ),
        migrations.CreateModel(
            name="GuideStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title", models.CharField(max_length=100, verbose_name="what happens")),
                (
                    "when",
                    models.CharField(
                        blank=True, help_text="Such as: within 3 working days.", max_length=100, verbose_name="when"
                    ),
                ),
                ("text", wagtail.fields.RichTextField(blank=True, verbose_name="what it means")),
            ],
            options={
                "verbose_name": "step",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LeafletsPage",
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
                "verbose_name": "leaflets and posters",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="Poster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("heading", models.CharField(max_length=60, verbose_name="large words")),
                ("words", models.TextField(blank=True, max_length=300, verbose_name="words below them")),
            ],
            options={
                "verbose_name": "poster",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="advicepage",
            name="before",
            field=wagtail.fields.RichTextField(
                blank=True,
                help_text="For abuse at home only: how to read on safely. It stands on a page of its own, before this one.",
                verbose_name="on the page before this one",
            ),
        ),
        migrations.AddField(
            model_name="advicepage",
            name="not_yourself",
            field=wagtail.fields.RichTextField(
                blank=True,
                help_text="When it is safer to leave it to us or to the police.",
                verbose_name="when not to try this yourself",
            ),
        ),
        migrations.AddField(
            model_name="advicepage",
            name="our_steps",
            field=wagtail.fields.RichTextField(
                blank=True,
                help_text="A numbered list, from the first step to the last.",
                verbose_name="what we do first, and what then",
            ),
        ),
        migrations.AddField(
            model_name="guidestep",
            name="page",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="advice.guidepage"
            ),
        ),
        migrations.AddField(
            model_name="poster",
            name="leads_to",
            field=models.ForeignKey(
                blank=True,
                help_text="Leave empty for the report form.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.WAGTAIL_PAGE_MODEL,
                verbose_name="page that its code opens",
            ),
        ),
        migrations.AddField(
            model_name="poster",
            name="page",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="posters", to="advice.leafletspage"
            ),
        ),
    ]
