"""The product's settings with the demo's clock; production never names this module."""

from fastlinje.nonprod import clock

clock.follow()

from fastlinje.config.settings import *  # noqa: E402, F403
