"""Prepare the database and the static files, then serve the site: `.venv/bin/python bin/serve.py`.

`--demo` takes a database of its own, full of samples. `--editor` creates an editor instead of serving.
Repeatable: what is already there stays as it is.
"""

import argparse
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
HOST = "127.0.0.1"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--editor", action="store_true")
    options = parser.parse_args()

    os.chdir(ROOT)
    VAR.mkdir(exist_ok=True)
    if options.demo:
        os.environ["DATABASE_URL"] = "sqlite:///var/demo.sqlite3"
        os.environ.setdefault("SAMPLES", "300")
    if options.editor:
        pass_secret_key()
        prepare_database()
        manage("createsuperuser")
    else:
        serve(demo=options.demo)


def serve(*, demo):
    """Serve the site in place of this program, after all that it needs was made."""
    target, editor_target = ("demo", "demo-editor") if demo else ("run", "editor")
    port = read_port(os.environ.get("PORT") or "8000", target=target)
    check_port_is_free(port, target=target)
    os.environ.update(HOST=HOST, PORT=str(port))

    pass_secret_key()
    prepare_database()
    manage("load_starter_content", "--if-empty")
    manage("collectstatic", "--no-input", "--verbosity=0")

    print(f"\nThe site runs at http://{HOST}:{port}/ until you press Ctrl-C.")
    print(f"To create an editor, type in another terminal: make {editor_target}")
    print(f"The editor then works at http://{HOST}:{port}/admin/.\n", flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"])


def prepare_database():
    """Bring the tables and the roles of the people at the desk up to this release."""
    manage("migrate", "--no-input", "--verbosity=0")
    manage("sync_roles", "--verbosity=0")


def read_port(text, *, target):
    """Return the port that the text names; leave with a sentence if it names none."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        sys.exit(f"PORT is {text!r}: it must be a number from 1 to 65535, as in `make {target} PORT=8001`.")
    return int(text)


def check_port_is_free(port, *, target):
    """Leave with a sentence if the port cannot be served on."""
    other = f"make {target} PORT={port + 1 if 1024 <= port < 65535 else 8001}"
    with socket.socket() as client:
        client.settimeout(2)
        # On macOS a port can be bound that another program serves on all addresses.
        busy = client.connect_ex((HOST, port)) == 0
    if not busy:
        with socket.socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does
            try:
                server.bind((HOST, port))
            except PermissionError:
                sys.exit(f"Port {port} is reserved for the system: choose another one, as in `{other}`.")
            except OSError:
                busy = True
    if busy:
        sys.exit(
            f"Port {port} is in use: stop the program that uses it, or choose another one, as in `{other}`."
        )


def pass_secret_key():
    """Give the site the key in var/secret_key, made when missing, unless the environment names another."""
    if os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"):
        return
    path = VAR / "secret_key"
    if not path.exists():
        write_secret_key(path)
    os.environ["SECRET_KEY_FILE"] = str(path)


def write_secret_key(path):
    """Write a random key that only the owner can read; it appears whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64) + "\n")
    draft.replace(path)


def manage(*arguments):
    """Run a command of manage.py; leave with its status if it fails."""
    result = subprocess.run([sys.executable, "manage.py", *arguments], check=False)
    if result.returncode:
        sys.exit(f"`manage.py {' '.join(arguments)}` failed: see the message above.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
