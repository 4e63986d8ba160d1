from django.urls import path

from .overview import operations, operations_retry
from .registers import registers, registers_ask

urlpatterns = [
    path("", operations, name="operations"),
    path("prov-igjen/", operations_retry, name="operations_retry"),
    path("registre/", registers, name="registers"),
    path("registre/sjekk/", registers_ask, name="registers_ask"),
]
