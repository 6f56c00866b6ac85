from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Static files named by their content, where scripts import each other by those names too.

    Without it a browser could keep a script for a year and load the module beside it by a name that says
    nothing of its content.
    """

    support_js_module_import_aggregation = True
