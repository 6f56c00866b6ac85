"""The scripts behind the Makefile, run for real; Python and uv have stand-ins where they would take long."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR

# Stands for a Python: notes what it is asked, makes environments that hold itself, "installs" packages.
PYTHON = """\
#!/bin/sh
echo "{name} $*" >>"$NOTES"
case "$*" in
*sys.exit*) exit {in_range} ;;
*"import ensurepip"*) exit {complete} ;;
*"import sys, django"*) echo {version} ;;
*"import pip"*) ;;
"-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && exit {venv} ;;
*"pip install"*) $INSTALL ;;
*) exit 64 ;;
esac
"""

UV = """\
#!/bin/sh
echo "uv $*" >>"$NOTES"
case "$*" in
--version) exit {works} ;;
venv*) for place; do :; done && mkdir -p "$place/bin" && cp "$MADE_BY_UV" "$place/bin/python" ;;
"pip install"*) $INSTALL ;;
esac
"""

TOOLS = ["cat", "cmp", "cp", "dirname", "env", "make", "mkdir", "mv", "rm", "sh", "sleep"]


class Clone:
    """A clone of the repository on a machine that has nothing but a few tools."""

    def __init__(self, root):
        self.root = root / "clone of the site"
        self.programs = root / "programs"
        self.notes = root / "notes"
        self.environment = self.root / ".venv"
        for path in ("Makefile", "bin", "requirements.txt", "requirements-dev.txt"):
            source, target = ROOT / path, self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
        self.programs.mkdir()
        for tool in TOOLS:
            (self.programs / tool).symlink_to(shutil.which(tool))

    def add_program(self, name, text):
        path = self.programs / name
        path.write_text(text)
        path.chmod(0o755)
        return path

    def add_python(self, name, *, in_range=True, complete=True, venv=True, version="3.12"):
        text = PYTHON.format(
            name=name,
            in_range=int(not in_range),
            complete=int(not complete),
            venv=int(not venv),
            version=version,
        )
        return self.add_program(name, text)

    def start(self, *command, install="true"):
        """Start a command in the clone; installing packages runs the given command."""
        environment = {
            "HOME": str(self.root.parent),
            "INSTALL": install,
            "MADE_BY_UV": str(self.programs / "python3.12"),
            "NOTES": str(self.notes),
            "PATH": str(self.programs),
        }
        return subprocess.Popen(
            command,
            cwd=self.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # A shell's background job ignores Ctrl-C, and so would all that it starts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def run(self, *command, install="true"):
        """Run a command in the clone and return its status and what it says on standard error."""
        self.notes.write_text("")
        process = self.start(*command, install=install)
        _, errors = process.communicate(timeout=120)
        return process.returncode, errors

    def prepare(self, lock="requirements.txt", *, install="true"):
        return self.run("bin/environment", lock, install=install)

    @property
    def asked(self):
        """What Python and uv were asked to make or install, in order."""
        return [
            line for line in self.notes.read_text().splitlines() if " -m " in line or line.startswith("uv ")
        ]


@pytest.fixture
def clone(tmp_path):
    return Clone(tmp_path)


def test_make_alone_lists_its_targets():
    result = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True)

    listed = re.findall(r"^make ([\w-]+)", result.stdout, re.MULTILINE)
    targets = re.search(r"^\.PHONY: help (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1]
    assert sorted(listed) == sorted(targets.split())


def test_machine_without_python_is_told_what_to_install(clone):
    clone.add_python("python3", in_range=False)

    status, errors = clone.prepare()

    assert status == 1
    assert errors.startswith("No Python 3.11 to 3.14 was found: install one")
    assert errors.count("\n") == 1
    assert not clone.environment.exists()


def test_missing_venv_module_is_one_sentence(clone):
    clone.add_python("python3.11", complete=False)

    status, errors = clone.run("make", "-s", "run")

    sentence, *rest = errors.splitlines()
    assert status == 2
    assert "install its venv module (Debian, Ubuntu: sudo apt install python3-venv)" in sentence
    assert all(line.startswith("make: ***") for line in rest)
    assert not clone.environment.exists()


def test_newest_python_that_works_is_taken(clone):
    clone.add_program("python3.14", "#!/bin/sh\necho 'no python3.14 is set up' >&2\nexit 127\n")
    clone.add_python("python3.13", complete=False)
    clone.add_python("python3.12")
    clone.add_python("python3.11")

    status, errors = clone.prepare()

    assert (status, errors) == (0, "")
    assert clone.asked[0] == "python3.12 -m venv .venv"
    assert len(clone.asked) == 2
    assert clone.asked[1].endswith("--require-hashes -r requirements.txt")


def test_stub_does_not_hide_the_python_behind_it(clone):
    stubs = clone.root.parent / "stubs"
    stubs.mkdir()
    shutil.move(clone.add_program("python3.12", "#!/bin/sh\nexit 127\n"), stubs)
    clone.add_python("python3.12")
    clone.programs = Path(f"{stubs}:{clone.programs}")

    assert clone.prepare() == (0, "")


def test_uv_is_preferred(clone):
    clone.add_python("python3.12")
    clone.add_program("uv", UV.format(works=0))

    assert clone.prepare() == (0, "")

    assert [line.split()[:2] for line in clone.asked] == [["uv", "--version"], ["uv", "venv"], ["uv", "pip"]]
    assert "--require-hashes -r requirements.txt" in clone.asked[-1]


def test_uv_that_does_not_run_is_passed_over(clone):
    clone.add_python("python3.12")
    clone.add_program("uv", UV.format(works=1))

    assert clone.prepare() == (0, "")

    assert clone.asked[1] == "python3.12 -m venv .venv"


def test_environment_that_fits_is_left_alone(clone):
    clone.add_python("python3.12")
    clone.prepare()

    assert clone.prepare() == (0, "")

    assert clone.asked == []


def test_changed_lock_file_makes_a_new_environment(clone):
    clone.add_python("python3.12")
    clone.prepare()
    (clone.environment / "old").touch()
    with (clone.root / "requirements.txt").open("a") as file:
        file.write("# changed\n")

    assert clone.prepare() == (0, "")

    assert not (clone.environment / "old").exists()
    assert len(clone.asked) == 2


def test_other_python_in_its_place_makes_a_new_environment(clone):
    clone.add_python("python3.12")
    clone.prepare()
    shutil.copy(clone.add_python("python3.13", version="3.13"), clone.environment / "bin" / "python")

    assert clone.prepare() == (0, "")

    assert clone.asked[0] == "python3.13 -m venv .venv"


def test_tests_add_their_packages_and_the_site_leaves_them(clone):
    clone.add_python("python3.12")
    clone.prepare()

    assert clone.prepare("requirements-dev.txt") == (0, "")
    assert len(clone.asked) == 1
    assert clone.asked[0].endswith("-r requirements-dev.txt")

    assert clone.prepare("requirements.txt") == (0, "")
    assert clone.asked == []


def test_new_environment_keeps_the_packages_for_tests(clone):
    clone.add_python("python3.12")
    clone.prepare("requirements-dev.txt")
    with (clone.root / "requirements.txt").open("a") as file:
        file.write("# changed\n")

    clone.prepare("requirements.txt")

    assert clone.asked[-1].endswith("-r requirements-dev.txt")


def test_environment_of_uv_is_made_again_once_uv_is_gone(clone):
    python = clone.add_python("python3.12")
    clone.add_program("uv", UV.format(works=0))
    clone.prepare()
    (clone.programs / "uv").unlink()
    without_pip = python.read_text().replace('*"import pip"*) ;;', '*"import pip"*) exit 1 ;;')
    (clone.environment / "bin" / "python").write_text(without_pip)

    assert clone.prepare("requirements-dev.txt") == (0, "")

    assert clone.asked[0] == "python3.12 -m venv .venv"


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_failed_installation_leaves_no_environment(clone, lock):
    clone.add_python("python3.12")
    if lock == "requirements-dev.txt":
        clone.prepare("requirements.txt")

    status, errors = clone.prepare(lock, install="false")

    assert status == 1
    assert errors == f"The packages of {lock} could not be installed: see the message above and try again.\n"
    assert not clone.environment.exists()
    assert clone.prepare(lock) == (0, "")


def test_environment_that_cannot_be_made_leaves_nothing(clone):
    clone.add_python("python3.12", venv=False)

    status, errors = clone.prepare()

    assert status == 1
    assert "could not make the environment" in errors
    assert not clone.environment.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_installation_leaves_no_environment(clone, number):
    clone.add_python("python3.12")
    process = start_installing(clone)

    os.killpg(process.pid, number)

    process.communicate(timeout=120)
    assert process.returncode == 128 + number
    assert not clone.environment.exists()
    assert clone.prepare() == (0, "")


def test_killed_installation_is_made_again(clone):
    clone.add_python("python3.12")
    process = start_installing(clone)

    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=120)

    assert clone.environment.exists()
    assert clone.prepare() == (0, "")
    assert len(clone.asked) == 2


def test_second_installation_waits_its_turn(clone):
    clone.add_python("python3.12")
    process = start_installing(clone)

    status, errors = clone.prepare()

    assert status == 1
    assert errors == f"Process {process.pid} is making .venv: wait for it and try again.\n"
    assert clone.environment.exists()
    os.killpg(process.pid, signal.SIGTERM)
    process.communicate(timeout=120)


def start_installing(clone):
    """Start to make the environment and return the process once it installs packages."""
    process = clone.start("bin/environment", "requirements.txt", install="sleep 60")
    give_up = time.monotonic() + 10
    while not clone.notes.exists() or "pip install" not in clone.notes.read_text():
        assert time.monotonic() < give_up
        time.sleep(0.02)
    return process


def serve(*arguments, **environment):
    return subprocess.run(
        [sys.executable, ROOT / "bin" / "serve.py", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(("arguments", "target"), [([], "run"), (["--demo"], "demo")])
def test_busy_port_is_one_sentence(arguments, target):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        result = serve(*arguments, PORT=str(port))

    assert result.returncode == 1
    assert result.stdout == ""
    assert re.fullmatch(
        rf"Port {port} is in use: stop the program that uses it, or choose another one,"
        rf" as in `make {target} PORT=\d+`\.\n",
        result.stderr,
    )


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "８０"])
def test_port_that_is_none_is_one_sentence(port):
    result = serve(PORT=port)

    assert result.returncode == 1
    assert result.stderr.startswith(f"PORT is {port!r}: it must be a number from 1 to 65535")
    assert result.stderr.count("\n") == 1


def test_secret_key_is_written_once_for_its_owner_only(tmp_path):
    script = "import sys, pathlib, serve; serve.VAR = pathlib.Path(sys.argv[1]); serve.pass_secret_key()"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SECRET_KEY")}
    keys = []
    for _ in range(2):
        subprocess.run(
            [sys.executable, "-c", script, tmp_path], cwd=ROOT / "bin", env=environment, check=True
        )
        keys.append((tmp_path / "secret_key").read_text())

    assert keys[0] == keys[1]
    assert len(keys[0].strip()) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def locked(name):
    """Return the version and the number of hashes of each package that a lock file lists."""
    text = (ROOT / name).read_text()
    entries = re.findall(r"^([\w.-]+)==(\S+)(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    return {package: (version, rest.count("--hash=sha256:")) for package, version, rest in entries}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_file_suits_every_machine(name):
    lines = (ROOT / name).read_text().splitlines()

    assert len(locked(name)) > 15
    assert all(hashes for _, hashes in locked(name).values())
    assert not [line for line in lines if re.search(r"://|^ *-[^-]|--(?!hash=)|/\w", line.split("#")[0])]


def test_lock_for_tests_holds_the_whole_lock_of_the_site():
    assert locked("requirements.txt").items() <= locked("requirements-dev.txt").items()


def test_postgresql_that_does_not_answer_fails_with_a_sentence(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://me:hidden@127.0.0.1:1/clinics")

    result = subprocess.run(
        [sys.executable, ROOT / "tests" / "postgres.py", "true"], capture_output=True, text=True, check=False
    )

    assert result.returncode == 1
    assert "Set TEST_DATABASE_URL to postgres://user:password@host/database" in result.stderr
    assert "hidden" not in result.stderr
