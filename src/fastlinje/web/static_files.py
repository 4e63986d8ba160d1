"""How static files are named in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Names carry a hash of the content, also inside our scripts' imports, so that a browser may keep them for ever."""

    support_js_module_import_aggregation = True
