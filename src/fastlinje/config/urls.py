"""Every address of the product. Faces bring their own lists; each view says who may come (`@requires`)."""

from django.conf import settings
from django.urls import include, path

from fastlinje.web.components.gallery import gallery
from fastlinje.web.kit import ANYONE, requires

urlpatterns = [
    path("", include("fastlinje.web.site.urls")),
    path("", include("fastlinje.web.citizen.urls")),
    path("kontor/", include("fastlinje.web.office.urls")),
    path("drift/", include("fastlinje.web.operations.urls")),
]

if not settings.PRODUCTION:
    urlpatterns.append(path("galleri/", requires(ANYONE)(gallery), name="gallery"))

handler400 = "fastlinje.web.site.errors.bad_request"
handler403 = "fastlinje.web.site.errors.forbidden"
handler404 = "fastlinje.web.site.errors.not_found"
handler500 = "fastlinje.web.site.errors.broken"
