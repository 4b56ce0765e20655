"""The quick replies, for whoever writes them."""

from django.conf import settings
from django.contrib import messages as notices
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.page_cache import private
from reporting.cases.desk.access import desk_view
from reporting.cases.permissions import Do

from .. import actions, filling
from ..models import QuickReply
from .reply_form import QuickReplyForm


@desk_view(Do.EDIT_REPLIES)
@require_GET
@private
def replies(request):
    languages = list(dict(settings.LANGUAGES))
    listed = sorted(
        QuickReply.objects.filter(language__in=languages), key=lambda reply: languages.index(reply.language)
    )
    values = filling.values_for(visitor="", me=actions.public_name(request.user), language=settings.LANGUAGE_CODE)
    for reply in listed:
        reply.lacking = [filling.FIELDS[name] for name in filling.lacking(reply.text, values)]
    return render(request, "chat/desk/replies.html", {"replies": listed})


@desk_view(Do.EDIT_REPLIES)
@require_http_methods(["GET", "POST"])
@private
def add_reply(request):
    form = QuickReplyForm(request.POST or None)
    return saved(request, form) or reply_page(request, form)


@desk_view(Do.EDIT_REPLIES)
@require_http_methods(["GET", "POST"])
@private
def change_reply(request, reply: int):
    found = find(reply)
    form = QuickReplyForm(request.POST) if request.method == "POST" else QuickReplyForm.showing(found)
    return saved(request, form, found) or reply_page(request, form, found)


@desk_view(Do.EDIT_REPLIES)
@require_POST
def remove_reply(request, reply: int):
    found = find(reply)
    actions.remove_reply(by=request.user, reply=found)
    notices.success(request, _("“%(title)s” is removed.") % {"title": found.title})
    return redirect("desk_chat_replies")


def find(number: int) -> QuickReply:
    # The database's own numbers are no longer than this.
    return get_object_or_404(QuickReply, pk=min(number, 2**63 - 1))


def saved(request, form: QuickReplyForm, reply: QuickReply | None = None):
    if not form.is_valid():
        return None
    kept = actions.save_reply(by=request.user, reply=reply, **form.cleaned_data)
    notices.success(request, _("“%(title)s” is saved.") % {"title": kept.title})
    return redirect("desk_chat_replies")


def reply_page(request, form: QuickReplyForm, reply: QuickReply | None = None):
    fields = [{"name": f"{{{name}}}", "words": words} for name, words in filling.FIELDS.items()]
    return render(request, "chat/desk/reply.html", {"form": form, "reply": reply, "fields": fields})
