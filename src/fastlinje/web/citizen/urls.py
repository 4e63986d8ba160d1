from django.urls import include, path

from .access_log.export import access_log_export
from .access_log.page import access_log
from .coming_of_age import coming_of_age
from .consent import consent, own_consent
from .conversations.conversation import my_conversation, my_file
from .conversations.receipt import receipt
from .conversations.replying import reply, reply_autosave, reply_cancel, reply_upload
from .conversations.visibility import own_visibility
from .conversations.withdrawal import withdrawal
from .data_copies.one import data_copy
from .data_copies.overview import data_copies
from .e_consultation.cancel import e_consultation_cancel
from .e_consultation.compose import e_consultation_autosave, e_consultation_compose, e_consultation_upload
from .e_consultation.form_step import e_consultation_form, e_consultation_form_autosave
from .e_consultation.gate import e_consultation
from .files import draft_file, draft_file_removal
from .gp import gp_page, health_contacts
from .home import home
from .inbox import inbox
from .people import people
from .profile.contact_point import contact_point, contact_point_code, contact_point_removal
from .profile.notices import notice_preferences
from .profile.privacy import consent_withdrawal, privacy
from .profile.profile import profile
from .youth_access import youth_access

urlpatterns = [
    path("hjem/", home, name="home"),
    path("samtykke/", consent, name="consent"),
    path("samtykke/meg/", own_consent, name="own_consent"),
    path("bytt-person/", people, name="people"),
    path("fylt-16/", coming_of_age, name="coming_of_age"),
    path("egen-tilgang/", youth_access, name="youth_access"),
    path("e-konsultasjon/", e_consultation, name="e_consultation"),
    path("e-konsultasjon/skjema/", e_consultation_form, name="e_consultation_form"),
    path("e-konsultasjon/skjema/lagre/", e_consultation_form_autosave, name="e_consultation_form_autosave"),
    path("e-konsultasjon/skriv/", e_consultation_compose, name="e_consultation_compose"),
    path("e-konsultasjon/skriv/lagre/", e_consultation_autosave, name="e_consultation_autosave"),
    path("e-konsultasjon/skriv/filer/", e_consultation_upload, name="e_consultation_upload"),
    path("e-konsultasjon/avbryt/", e_consultation_cancel, name="e_consultation_cancel"),
    path("utkast/filer/<uuid:file_id>/", draft_file, name="draft_file"),
    path("utkast/filer/<uuid:file_id>/fjern/", draft_file_removal, name="draft_file_removal"),
    path("timer/", include("fastlinje.web.citizen.appointments.urls")),
    path("innboks/", inbox, name="inbox"),
    path("samtaler/<uuid:conversation_id>/", my_conversation, name="my_conversation"),
    path("samtaler/<uuid:conversation_id>/kvittering/", receipt, name="receipt"),
    path("samtaler/<uuid:conversation_id>/svar/", reply, name="reply"),
    path("samtaler/<uuid:conversation_id>/svar/lagre/", reply_autosave, name="reply_autosave"),
    path("samtaler/<uuid:conversation_id>/svar/slett/", reply_cancel, name="reply_cancel"),
    path("samtaler/<uuid:conversation_id>/svar/filer/", reply_upload, name="reply_upload"),
    path("samtaler/<uuid:conversation_id>/trekk-tilbake/", withdrawal, name="withdrawal"),
    path("samtaler/<uuid:conversation_id>/synlighet/", own_visibility, name="own_visibility"),
    path("samtaler/<uuid:conversation_id>/filer/<uuid:file_id>/", my_file, name="my_file"),
    path("innsyn/", access_log, name="access_log"),
    path("innsyn/kopi/", access_log_export, name="access_log_export"),
    path("fastlege/", gp_page, name="gp_page"),
    path("helsekontakter/", health_contacts, name="health_contacts"),
    path("profil/", profile, name="profile"),
    path("profil/personvern/", privacy, name="privacy"),
    path("profil/personvern/trekk-tilbake/", consent_withdrawal, name="consent_withdrawal"),
    path("profil/varsler/", notice_preferences, name="notice_preferences"),
    path("profil/fullmakter/", include("fastlinje.web.citizen.powers.urls")),
    path("profil/kopi/", data_copies, name="data_copies"),
    path("profil/kopi/<uuid:export_id>/", data_copy, name="data_copy"),
    path("profil/<slug:slug>/", contact_point, name="contact_point"),
    path("profil/<slug:slug>/kode/", contact_point_code, name="contact_point_code"),
    path("profil/<slug:slug>/fjern/", contact_point_removal, name="contact_point_removal"),
]
