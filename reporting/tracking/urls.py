from django.urls import path

from . import views

app_name = "case"
urlpatterns = [
    path("", views.sign_in_page, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("link/", views.ask_for_link, name="ask_for_link"),
    path("link/asked/", views.link_asked, name="link_asked"),
    path("open/<str:token>/", views.open_link, name="open"),
    path("yours/", views.detail, name="detail"),
    path("history/", views.history, name="history"),
    path("plan/agree/", views.agree, name="agree"),
    path("plan/missing/", views.question, name="question"),
    path("tell-us/", views.information, name="information"),
    path("happened/", views.incident, name="incident"),
    path("files/", views.files, name="files"),
    path("call/", views.call, name="call"),
]
