from __future__ import annotations

from django.urls import path

from mutua.foundation.mail import views

app_name = "mail"
urlpatterns = [
    path("mail/", views.outgoing_list, name="outgoing"),
    path("mail/trial/", views.trial, name="trial"),
    path("mail/<int:mail_id>/", views.letter, name="letter"),
    path("mail/<int:mail_id>/again/", views.again, name="again"),
]
