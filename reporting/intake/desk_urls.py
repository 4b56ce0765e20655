"""The report for someone on the phone, within the desk."""

from django.urls import path

from reporting.cases.desk.access import desk_view
from reporting.cases.permissions import Do

from . import views
from .forms import FORMS
from .steps import CONDITIONS
from .wizard import PhoneReportWizard

takes_report = desk_view(Do.TAKE_REPORT)
wizard = PhoneReportWizard.as_view(FORMS, url_name="phone_report_step", condition_dict=CONDITIONS)

urlpatterns = [
    path("report/", takes_report(views.StartForSomeone.as_view()), name="phone_report_start"),
    path("report/<str:draft>/", takes_report(wizard), name="phone_report_draft"),
    path("report/<str:draft>/receipt/", takes_report(views.ReceiptForSomeone.as_view()), name="phone_report_receipt"),
    path("report/<str:draft>/<str:step>/", takes_report(wizard), name="phone_report_step"),
]
