"""Every address of the hub: one include for each face."""

from django.urls import include, path

urlpatterns = [
    path("", include("upstander.faces.public.urls")),
    path("", include("upstander.faces.account.home")),
    path("account/", include("upstander.faces.account.urls")),
    path("desk/", include("upstander.faces.desk.urls")),
    path("force/", include("upstander.faces.force.urls")),
    path("oversight/", include("upstander.faces.oversight.urls")),
    path("api/v1/", include("upstander.faces.api.urls")),
    path("", include("upstander.faces.kit.urls")),
]
handler400 = "upstander.faces.kit.trouble.bad_request"
handler403 = "upstander.faces.kit.trouble.forbidden"
handler404 = "upstander.faces.kit.trouble.not_found"
handler500 = "upstander.faces.kit.trouble.broken"
