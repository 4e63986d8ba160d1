"""Addresses kept by name are those Django would write."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from fastlinje.web.addresses import address


def test_they_are_the_ones_in_the_address_book():
    assert address("inbox") == reverse("inbox")
    for _again in range(2):
        ids = uuid4(), uuid4()
        assert address("my_file", *ids) == reverse("my_file", args=ids)


def test_an_unknown_name_is_a_mistake():
    with pytest.raises(NoReverseMatch):
        address("nowhere")
