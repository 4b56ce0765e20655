from django.urls import path

from . import views
from .forms import FORMS
from .steps import CONDITIONS
from .wizard import ReportWizard

app_name = "report"
wizard = ReportWizard.as_view(FORMS, url_name="report:step", condition_dict=CONDITIONS)
urlpatterns = [
    path("", views.Start.as_view(), name="start"),
    path("back/", views.ComeBack.as_view(), name="resume"),
    path("<str:draft>/", wizard, name="draft"),
    path("<str:draft>/receipt/", views.Receipt.as_view(), name="receipt"),
    path("<str:draft>/<str:step>/", wizard, name="step"),
]
