from django.urls import path

from . import asides, left, views

app_name = "chat"
urlpatterns = [
    path("", views.start, name="start"),
    path("open-now/", views.open_now, name="open_now"),
    path("message/", left.message, name="message"),
    path("back/", views.come_back, name="come_back"),
    path("<slug:public_id>/", views.conversation, name="conversation"),
    path("<slug:public_id>/messages/", views.messages, name="messages"),
    path("<slug:public_id>/say/", views.say, name="say"),
    path("<slug:public_id>/later/", left.later, name="later"),
    path("<slug:public_id>/end/", views.end, name="end"),
    path("<slug:public_id>/code/", views.code, name="code"),
    path("<slug:public_id>/rate/", asides.rate, name="rate"),
    path("<slug:public_id>/kept/", views.kept, name="kept"),
]
