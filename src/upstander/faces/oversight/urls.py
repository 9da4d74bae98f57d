"""Addresses of this face."""

from django.urls import path

from upstander.faces.oversight.pages import accounts, audit, bodies, home, questions

app_name = "oversight"
urlpatterns = [
    path("", home.home, name="home"),
    path("audit/", audit.find, name="audit"),
    path("audit/record/<str:reference>/", audit.looked, name="looked"),
    path("audit/officer/<int:number>/", audit.officer, name="officer"),
    path("audit/disclosures/", audit.disclosures, name="disclosures"),
    path("audit/questions/", questions.show, name="questions"),
    path("audit/questions/<int:number>/", questions.open_one, name="question"),
    path("tripwires/", questions.tripwires, name="tripwires"),
    path("tripwires/<int:number>/end/", questions.take_away, name="tripwire_end"),
    path("accounts/", accounts.show, name="accounts"),
    path("accounts/new/", accounts.make, name="account_make"),
    path("accounts/<int:number>/", accounts.open_one, name="account"),
    path("accounts/<int:number>/role/", accounts.change, name="account_change"),
    path("accounts/<int:number>/close/", accounts.close, name="account_close"),
    path("accounts/<int:number>/open/", accounts.reopen, name="account_open"),
    path("accounts/<int:number>/end-sessions/", accounts.sign_out, name="account_sessions"),
    path("accounts/<int:number>/reset-factors/", accounts.reset, name="account_reset"),
    path("organisations/", bodies.organisations, name="organisations"),
    path("organisations/new/", bodies.enter, name="organisation_make"),
    path("tokens/", bodies.tokens, name="tokens"),
    path("tokens/new/", bodies.new_token, name="token_make"),
    path("tokens/<int:number>/revoke/", bodies.revoke, name="token_revoke"),
    path("hub/", bodies.hub, name="hub"),
    path("hub/change/", bodies.change_hub, name="hub_change"),
]
