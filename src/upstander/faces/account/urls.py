"""Addresses of signing in: the library's views under its own names, each declared; what is not here is off."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path
from django.views.generic import RedirectView

from upstander.faces.account.pages import session, sign_on
from upstander.faces.account.pages.home import nothing_here
from upstander.faces.account.pages.signing_in import CodePage, PasswordPage, RemoveKey, SignInPage
from upstander.faces.kit.access import before_factor, public_page, signed_in

own = [
    path("no-page-yet/", nothing_here, name="nothing_here"),
    path("session/", session.session, name="session"),
    path("session/left/", session.left, name="left"),
    path("session/keep/", session.keep, name="keep"),
    path("session/everywhere/", session.everywhere, name="everywhere"),
    path("session/ended/", session.timed_out, name="timed_out"),
    path("sign-on/again/", sign_on.again, name="sign_on_again"),
    path("sign-on/<slug:provider>/", sign_on.begin, name="sign_on"),
    path("typed/", session.give_back, name="kept"),
]

sensitive, own_factor = before_factor(step_up=True), signed_in(step_up=True)

signing_in = [
    path("login/", public_page(SignInPage.as_view()), name="account_login"),
    path("logout/", public_page(account.logout), name="account_logout"),
    path("code/", public_page(CodePage.as_view()), name="mfa_authenticate"),
    path("passkey/", public_page(webauthn.login_webauthn), name="mfa_login_webauthn"),
]
enrolling = [
    path("factors/", before_factor(factor.index), name="mfa_index"),
    path("factors/app/", sensitive(totp.activate_totp), name="mfa_activate_totp"),
    path("factors/passkeys/add/", sensitive(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("reauthenticate/", before_factor(account.reauthenticate), name="account_reauthenticate"),
]
changing = [
    path("password/", own_factor(PasswordPage.as_view()), name="account_change_password"),
    path("reauthenticate/code/", signed_in(factor.reauthenticate), name="mfa_reauthenticate"),
    path("reauthenticate/passkey/", signed_in(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("factors/app/remove/", own_factor(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("factors/codes/", own_factor(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("factors/codes/new/", own_factor(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("factors/codes/download/", own_factor(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("factors/passkeys/", signed_in(RedirectView.as_view(pattern_name="mfa_index")), name="mfa_list_webauthn"),
    path("factors/passkeys/<int:pk>/remove/", own_factor(RemoveKey.as_view()), name="mfa_remove_webauthn"),
    path("factors/passkeys/<int:pk>/name/", own_factor(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
]
signing_on = [path("sign-on/<slug:provider_id>/back/", sign_on.come_back, name="openid_connect_callback")]
urlpatterns = [path("", include((own, "account"))), *signing_in, *signing_on, *enrolling, *changing]
