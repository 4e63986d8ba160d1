"""The way out at the provider, as a link: a form posted to another host would be stopped by our own content policy."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from fastlinje.core.refusal import Refused
from fastlinje.people.oidc.logout import end_session

from .profiles import profile_for
from .realms import Realm


def provider_logout_href(request: HttpRequest, realm: Realm) -> str:
    """Where to log out at the provider and come back; empty when it offers no such thing or does not answer."""
    back = urljoin(settings.ENVIRONMENT.base_url, reverse("logged_out_everywhere"))
    try:
        page = end_session(profile_for(realm.provider), post_logout_redirect_uri=back, state=realm.provider, now=request.now)
    except Refused:
        return ""
    return page.link if page else ""
