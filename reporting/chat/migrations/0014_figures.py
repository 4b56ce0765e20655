from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery

ENDINGS = ["ended", "visitor ended", "silence"]


def from_what_was_said(apps, schema_editor):
    """Of what ended before, the words that are still there tell how."""
    conversations = apps.get_model("chat", "Conversation").objects
    told = apps.get_model("chat", "ChatMessage").objects.filter(conversation=OuterRef("pk"), line__in=ENDINGS)
    last = Subquery(told.order_by("-seq").values("line")[:1])
    ended = conversations.filter(status="ended").annotate(told=last).exclude(told=None)
    for ending in ENDINGS:
        conversations.filter(pk__in=ended.filter(told=ending).values("pk")).update(ended_as=ending)
    # Whoever left a message is still waiting for its answer, or left a way to reach them.
    conversations.filter(status="left").update(left_at=F("started_at"))
    conversations.filter(owed_answer__recipient__isnull=False, left_at=None).update(left_at=F("started_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0013_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="ended_as",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="conversation",
            name="left_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="left as a message"),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(fields=["started_at"], name="chat_conver_started_7ca04e_idx"),
        ),
        migrations.RunPython(from_what_was_said, migrations.RunPython.noop, elidable=True),
    ]
