"""Addresses of the public face."""

from django.urls import path

from upstander.faces.public.pages import follow, information, report, review

app_name = "public"
urlpatterns = [
    path("", information.start, name="start"),
    path("report/check", report.check, name="check"),
    path("report/sent", report.sent, name="sent"),
    path("report/delete", report.delete, name="delete"),
    path("report/<slug:slug>", report.step, name="step"),
    path("follow", follow.enter, name="follow"),
    path("follow/report", follow.report, name="report"),
    path("follow/review", review.ask, name="review"),
    path("follow/close", follow.close, name="close"),
    path("emergency", information.emergency, name="emergency"),
    path("accessibility", information.accessibility, name="accessibility"),
    path("privacy", information.privacy, name="privacy"),
    path("cookies", information.cookies, name="cookies"),
    path("leave", information.leave, name="leave"),
]
