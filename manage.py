#!/usr/bin/env python3
"""Django's command line for this site."""

import os
import sys
from pathlib import Path

SECRET_KEY_FILE = Path(__file__).resolve().parent / "var" / "secret_key"


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Commands beside a server that `make run` started must sign with its key.
    if not os.environ.get("SECRET_KEY") and SECRET_KEY_FILE.exists():
        os.environ.setdefault("SECRET_KEY_FILE", str(SECRET_KEY_FILE))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
