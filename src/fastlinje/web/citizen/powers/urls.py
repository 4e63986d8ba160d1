"""Addresses under /profil/fullmakter/."""

from django.urls import path

from .change import power_of_attorney_change, power_of_attorney_ending
from .giving import power_of_attorney_new
from .one import power_of_attorney, power_of_attorney_answer
from .overview import powers_of_attorney

urlpatterns = [
    path("", powers_of_attorney, name="powers_of_attorney"),
    path("ny/", power_of_attorney_new, name="power_of_attorney_new"),
    path("<uuid:power_id>/", power_of_attorney, name="power_of_attorney"),
    path("<uuid:power_id>/svar/", power_of_attorney_answer, name="power_of_attorney_answer"),
    path("<uuid:power_id>/endring/", power_of_attorney_change, name="power_of_attorney_change"),
    path("<uuid:power_id>/avslutning/", power_of_attorney_ending, name="power_of_attorney_ending"),
]
