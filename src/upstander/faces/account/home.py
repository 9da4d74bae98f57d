"""The address where someone lands after signing in."""

from django.urls import path

from upstander.faces.account.pages.home import home

urlpatterns = [path("home", home, name="home")]
