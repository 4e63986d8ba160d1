"""Addresses under /kontor/pasienter/<patient>/."""

from django.urls import path

from .blocks import office_block_end, office_blocks
from .power_of_attorney import office_power_ending, office_power_of_attorney

urlpatterns = [
    path("fullmakt/", office_power_of_attorney, name="office_power_of_attorney"),
    path("fullmakt/<uuid:paper_id>/avslutning/", office_power_ending, name="office_power_ending"),
    path("sperring/", office_blocks, name="office_blocks"),
    path("sperring/<uuid:block_id>/oppheving/", office_block_end, name="office_block_end"),
]
