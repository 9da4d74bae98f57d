"""Addresses of this face."""

from django.urls import path

from upstander.faces.force.pages import identity, offers, verifying

app_name = "force"
urlpatterns = [
    path("", offers.index, name="offers"),
    path("verify.html", verifying.send, name="verify_page"),
    path("offer/<int:offer>/", offers.show, name="offer"),
    path("offer/<int:offer>/identity/", identity.show, name="identity"),
    path("offer/<int:offer>/package/<int:version>/", offers.download, name="download"),
]
