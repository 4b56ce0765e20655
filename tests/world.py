"""A little of everything that an address may be about, so that the sweep knocks at doors that exist."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, Site, Task, Workflow

from home.models import ServiceSettings
from reporting.cases import actions, evidence
from reporting.cases.actions.planning import Step
from reporting.cases.enums import Owner
from reporting.cases.models import Case
from reporting.cases.tests.factories import a_worked_case
from reporting.chat import actions as chat_actions
from reporting.chat.models import Block, CallNote, ChatFile, Conversation, QuickReply
from reporting.chat.tests.factories import a_chat_with_removal
from reporting.kinds import Kind
from reporting.post.models import Message
from reporting.reviews.models import ReviewRequest
from reporting.reviews.tests.factories import a_request
from reporting.staff.models import User
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .addresses import Address, NoValue

PUBLIC, ADMINISTRATOR = "the public", "administrator"
EVERYONE = [PUBLIC, ADMINISTRATOR, *Role]
# Words that stand in what someone wrote who asked for a case review, and nowhere else.
REVIEW_MARKER = "words of the review only"


@dataclass(frozen=True)
class World:
    # By what they are: ordinary or restricted, and whether everyone of the desk is named as needing to know.
    cases: dict[str, Case]
    users: dict[str, User | AnonymousUser]
    chat: Conversation
    reply: QuickReply
    call: CallNote
    block: Block
    review: ReviewRequest
    page: Page
    image: object
    document: object

    @staticmethod
    def marker(case: Case) -> str:
        """Words that stand in what the reporter wrote of this case and nowhere else."""
        return f"words of {case.reference} only"


# Nothing answers here, and no test asks another machine: for the check of where “Leave this site” goes.
NOWHERE = "http://127.0.0.1:9/"


def make_world() -> World:
    ServiceSettings.objects.create(site=Site.objects.get(), exit_url=NOWHERE)
    users = {role: UserFactory(roles=[role]) for role in Role}
    users[ADMINISTRATOR] = UserFactory(is_superuser=True)
    cases = {
        f"{name} case{named and ', named on it'}": make_case(kind, users.values() if named else ())
        for name, kind in (("ordinary", Kind.NOISE), ("restricted", Kind.DOMESTIC_ABUSE))
        for named in ("", "named")
    }
    chat = make_chat()
    return World(
        cases=cases,
        users={**users, PUBLIC: AnonymousUser()},
        chat=chat,
        call=CallNote.objects.create(by=users[Role.CONTACT_CENTRE], words="Loud music."),
        reply=QuickReply.objects.create(title="Greeting", text="Hello {visitor}"),
        block=Block.objects.create(
            conversation=chat, owner="x", reason="Abuse", by=users[Role.MANAGER], until=timezone.now() + timedelta(1)
        ),
        review=a_request(what=REVIEW_MARKER),
        page=Page.objects.filter(depth=2).first(),
        image=get_image_model().objects.create(title="A street", file=get_test_image_file()),
        document=get_document_model().objects.create(title="A sheet", file=SimpleUploadedFile("a.txt", b"A sheet")),
    )


def make_chat() -> Conversation:
    chat = a_chat_with_removal()
    kept = evidence.receive(SimpleUploadedFile("a.txt", b"What a visitor sent"))
    chat_actions.send_files(conversation=chat, files=[chat_actions.SentFile("a-file-in-a-chat.0", kept)])
    return chat


def make_case(kind: Kind, named) -> Case:
    case = a_worked_case(kind=kind)
    case.what_happened = World.marker(case)
    case.save(update_fields=["what_happened"])
    case.need_to_know.add(*named)
    actions.add_evidence(
        case=case, evidence=evidence.receive(SimpleUploadedFile("a.txt", World.marker(case).encode()))
    )
    today = timezone.localdate()
    actions.issue_plan(
        case=case,
        by=case.officer,
        told_us="Noise at night.",
        aim="Quiet nights.",
        review_on=today + timedelta(days=14),
        steps=[Step(owner=Owner.LANDLORD, what="Write to them.", due_on=today + timedelta(days=3))],
    )
    return case


def plan_step(world: World, case: Case) -> int:
    return case.plans.get().steps.first().pk


# What stands for each part of an address. A name before the part makes it that address's own, a namespace that of all the
# addresses in it. An address with a part of CASE_PARTS is about a case, and is asked for with each of them.
CASE_PARTS = {"reference", "evidence_id"}
VALUES: dict[str, Callable[[World, Case | None], object]] = {
    "reference": lambda world, case: case.reference,
    "evidence_id": lambda world, case: case.evidence.first().pk,
    "part": lambda world, case: evidence.ORIGINAL,
    "message": lambda world, case: Message.objects.about(case.reference).first().pk,
    "desk_step_done step": plan_step,
    "kind": lambda world, case: "csv",
    "review": lambda world, case: world.review.reference,
    "call": lambda world, case: world.call.public_id,
    "reply": lambda world, case: world.reply.pk,
    "seq": lambda world, case: 1,
    "desk_chat_removed seq": lambda world, case: 2,
    "public_id": lambda world, case: world.chat.public_id,
    "file_id": lambda world, case: ChatFile.objects.of(world.chat).get().public_id,
    "block": lambda world, case: world.block.pk,
    "draft": lambda world, case: "0" * 12,
    "step": lambda world, case: "danger",
    "token": lambda world, case: "x" * 26,
    "uidb64": lambda world, case: "MQ",
    "path": lambda world, case: "evidence/x",
    # Wagtail's own
    "_0": lambda world, case: "",
    "wagtaildocs_serve _0": lambda world, case: world.document.pk,
    "wagtaildocs_serve _1": lambda world, case: world.document.filename,
    "pk": lambda world, case: 1,
    "staff_forget_phone pk": lambda world, case: world.users[Role.PANEL].pk,
    "wagtailusers_users pk": lambda world, case: world.users[Role.PANEL].pk,
    "wagtailusers_groups pk": lambda world, case: Group.objects.first().pk,
    "wagtailadmin_collections pk": lambda world, case: Collection.objects.first().pk,
    "wagtailadmin_workflows pk": lambda world, case: Workflow.objects.first().pk,
    **dict.fromkeys(
        [f"wagtailadmin_workflows:{what}_task pk" for what in ("edit", "disable", "enable")],
        lambda world, case: Task.objects.first().pk,
    ),
    **dict.fromkeys(["wagtailsites pk", "wagtailsettings pk"], lambda world, case: Site.objects.get().pk),
    "collection_id": lambda world, case: Collection.objects.first().pk,
    "image_id": lambda world, case: world.image.pk,
    "filter_spec": lambda world, case: "width-100",
    **dict.fromkeys(["document_id", "doc_id"], lambda world, case: world.document.pk),
    **dict.fromkeys(
        ["page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"],
        lambda world, case: world.page.pk,
    ),
    **dict.fromkeys(
        [
            "object_id",
            "query_id",
            "redirect_id",
            "restriction_id",
            "page_view_restriction_id",
            "revision_id",
            "revision_id_a",
            "revision_id_b",
            "session_id",
            "task_id",
            "task_state_id",
            "uploaded_file_id",
            "workflow_pk",
            "workflow_state_id",
        ],
        lambda world, case: 1,
    ),
    **dict.fromkeys(
        ["app_label", "app_name", "content_type_app_name"],
        lambda world, case: "wagtailcore",
    ),
    **dict.fromkeys(["model_name", "content_type_model_name"], lambda world, case: "page"),
    "wagtailadmin_pages:add content_type_app_name": lambda world, case: "home",
    "wagtailadmin_pages:add content_type_model_name": lambda world, case: "homepage",
    "wagtailadmin_pages:add parent_page_id": lambda world, case: Page.get_first_root_node().pk,
    "wagtailsettings:edit app_name": lambda world, case: "home",
    "wagtailsettings:edit model_name": lambda world, case: "servicesettings",
    **dict.fromkeys(["action", "action_name"], lambda world, case: "delete"),
}


def path_of(address: Address, world: World, case: Case | None = None) -> str:
    def value_of(address: Address, part: str):
        namespace = address.name.rpartition(":")[0]
        make = VALUES.get(f"{address.name} {part}") or VALUES.get(f"{namespace} {part}") or VALUES.get(part)
        if make is None:
            raise NoValue(f"{address}: tests/world.py has no value for <{part}>")
        return make(world, case)

    return address.path(value_of)
