from django.urls import path

from .documents import register_document, register_document_discard, register_document_use, register_upload
from .overview import operations, operations_retry
from .registers import registers, registers_ask

urlpatterns = [
    path("", operations, name="operations"),
    path("prov-igjen/", operations_retry, name="operations_retry"),
    path("registre/", registers, name="registers"),
    path("registre/sjekk/", registers_ask, name="registers_ask"),
    path("registre/dokumenter/", register_upload, name="register_upload"),
    path("registre/dokumenter/<uuid:document_id>/", register_document, name="register_document"),
    path("registre/dokumenter/<uuid:document_id>/bruk/", register_document_use, name="register_document_use"),
    path("registre/dokumenter/<uuid:document_id>/forkast/", register_document_discard, name="register_document_discard"),
]
