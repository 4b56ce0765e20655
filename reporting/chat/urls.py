from django.urls import path

from . import asides, keeping_views, left, showing, views

app_name = "chat"
urlpatterns = [
    path("", views.start, name="start"),
    path("open-now/", views.open_now, name="open_now"),
    path("panel/", views.panel, name="panel"),
    path("message/", left.message, name="message"),
    path("back/", views.come_back, name="come_back"),
    path("read/<str:token>/", keeping_views.read, name="read"),
    path("<slug:public_id>/", views.conversation, name="conversation"),
    path("<slug:public_id>/messages/", views.messages, name="messages"),
    path("<slug:public_id>/read/", views.have_read, name="have_read"),
    path("<slug:public_id>/say/", views.say, name="say"),
    path("<slug:public_id>/file/<slug:file_id>/", views.file, name="file"),
    path("<slug:public_id>/later/", left.later, name="later"),
    path("<slug:public_id>/end/", views.end, name="end"),
    path("<slug:public_id>/code/", views.code, name="code"),
    path("<slug:public_id>/keep/", keeping_views.keep, name="keep"),
    path("<slug:public_id>/keep/file/", keeping_views.keep_file, name="keep_file"),
    path("<slug:public_id>/keep/send/", keeping_views.send, name="keep_send"),
    path("<slug:public_id>/keep/stop/", keeping_views.stop, name="keep_stop"),
    path("<slug:public_id>/needs/", asides.needs, name="needs"),
    path("<slug:public_id>/rate/", asides.rate, name="rate"),
    path("<slug:public_id>/kept/", views.kept, name="kept"),
    path("<slug:public_id>/show-case/", showing.show_case, name="show_case"),
    path("<slug:public_id>/show-open-case/", showing.show_open_case, name="show_open_case"),
    path("<slug:public_id>/take-back-case/", showing.take_back_case, name="take_back_case"),
]
