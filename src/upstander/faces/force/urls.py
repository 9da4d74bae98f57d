"""Addresses of this face."""

from django.urls import URLPattern

app_name = "force"
urlpatterns: list[URLPattern] = []
