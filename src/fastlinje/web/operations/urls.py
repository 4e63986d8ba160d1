from django.urls import path

from .overview import operations, operations_retry

urlpatterns = [
    path("", operations, name="operations"),
    path("prov-igjen/", operations_retry, name="operations_retry"),
]
