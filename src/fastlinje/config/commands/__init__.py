"""The subcommands of `fastlinje`, one module each. The module's docstring is what `--help` prints."""
