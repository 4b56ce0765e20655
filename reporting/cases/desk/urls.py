"""The addresses of the desk, under Wagtail's own. Each view says what it is for with `desk_view`."""

from django.urls import path, re_path

from ..evidence_view import serve_evidence
from .access import desk_view
from .views import alerts, case, lists, sign_ups, team
from .views.actions import ACTIONS, LetterGiven, StepDone
from .views.figures import Risk, Standards

FIGURES = {"standards": Standards, "risk": Risk}

urlpatterns = [
    path("sign-ups/", sign_ups.sign_ups, name="desk_sign_ups"),
    path("sign-ups/list.csv", sign_ups.as_file, name="desk_sign_ups_file"),
    path("team/", team.team, name="desk_team"),
    path("alerts/", alerts.alerts, name="desk_alerts"),
    *[path(f"{at}/", desk_view(page.do)(page.as_view()), name=page.name) for at, page in FIGURES.items()],
    path("cases/", lists.cases, name="desk_cases"),
    path("cases/queue/", lists.queue, name="desk_queue"),
    path("cases/call-backs/", lists.call_backs, name="desk_call_backs"),
    re_path(r"^cases/export\.(?P<kind>csv|xlsx)$", lists.export, name="desk_export"),
    path("cases/evidence/<int:evidence_id>/<str:part>/", serve_evidence, name="desk_evidence"),
    path("cases/<str:reference>/", case.case, name="desk_case"),
    path("cases/<str:reference>/summary/", case.summary, name="desk_summary"),
    path("cases/<str:reference>/letters/<int:message>/", case.letter, name="desk_letter"),
    path(
        "cases/<str:reference>/letters/<int:message>/given/",
        desk_view(LetterGiven.do)(LetterGiven.as_view()),
        name="desk_letter_given",
    ),
    path(
        "cases/<str:reference>/steps/<int:step>/",
        desk_view(StepDone.do)(StepDone.as_view()),
        name="desk_step_done",
    ),
    *[
        path(f"cases/<str:reference>/{name}/", desk_view(action.do)(action.as_view()), name=f"desk_{name}")
        for name, action in ACTIONS.items()
    ],
]
