from django.urls import path

from . import views

urlpatterns = [
    path("verify/", views.verify, name="staff_verify"),
    path("set-up/", views.set_up, name="staff_set_up"),
    path("backup-codes/", views.backup_codes, name="staff_backup_codes"),
    path("forget-phone/<int:pk>/", views.forget_phone, name="staff_forget_phone"),
]
