from django.urls import path
from django.views.generic import TemplateView

app_name = "case"
urlpatterns = [path("", TemplateView.as_view(template_name="tracking/sign_in.html"), name="sign_in")]
