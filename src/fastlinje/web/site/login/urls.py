"""Addresses of logging in and out. The providers have some of them registered: changing one means registering it again."""

from django.urls import path

from . import callback, help, keep_alive, logout, own_sessions, provider_logout, start  # noqa: A004 the plain word

urlpatterns = [
    path("logg-inn/", start.login_citizen, name="login_citizen"),
    path("logg-inn/hjelp/", help.login_help, name="login_help"),
    path("kontor/logg-inn/", start.login_staff, name="login_staff"),
    path("innlogging/idporten/", callback.callback_idporten, name="callback_idporten"),
    path("innlogging/helseid/", callback.callback_helseid, name="callback_helseid"),
    path("innlogging/forleng/", keep_alive.keep_alive_citizen, name="keep_alive_citizen"),
    path("kontor/innlogging/forleng/", keep_alive.keep_alive_staff, name="keep_alive_staff"),
    path("profil/innlogginger/", own_sessions.own_sessions, name="own_sessions"),
    path("kontor/innlogginger/", own_sessions.office_own_sessions, name="office_own_sessions"),
    path("utlogging/", logout.logout_citizen, name="logout_citizen"),
    path("kontor/utlogging/", logout.logout_staff, name="logout_staff"),
    path("utlogging/innbygger/", logout.logged_out_citizen, name="logged_out_citizen"),
    path("utlogging/ansatt/", logout.logged_out_staff, name="logged_out_staff"),
    path("utlogging/ferdig/", logout.logged_out_everywhere, name="logged_out_everywhere"),
    path("utlogging/frontkanal/<provider>/", provider_logout.frontchannel_logout, name="frontchannel_logout"),
    path("utlogging/bakkanal/<provider>/", provider_logout.backchannel_logout, name="backchannel_logout"),
]
