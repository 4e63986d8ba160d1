"""`python -m fastlinje` is the same as `fastlinje`."""

from fastlinje.config.cli import main

if __name__ == "__main__":
    main()
