"""The files to deploy with: nginx and systemd read them here, and slow clients meet a real nginx."""

import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, closing, contextmanager

import pytest
import yaml
from django.conf import settings

from tests.serving import Site, free_port

DEPLOY = settings.BASE_DIR / "deploy"
NGINX = DEPLOY / "nginx"
SLOW = 60  # connections that send next to nothing
ASKED = 120  # normal requests meanwhile
FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def program(name):
    """Return where a program is; without it the test fails where CI is set and is left out elsewhere."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{name} is not installed.")
    return found


class Nginx:
    """An nginx with a configuration in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.program = program("nginx")

    def write(self, http):
        """Write a configuration whose http block holds some lines."""
        places = "\n".join(f"    {name}_temp_path {self.folder}/{name};" for name in FOLDERS)
        text = (
            f"pid {self.folder}/pid;\nerror_log {self.folder}/error.log;\nworker_processes 1;\n"
            f"events {{ worker_connections 512; }}\nhttp {{\n{places}\n{http}\n}}\n"
        )
        (self.folder / "nginx.conf").write_text(text)

    def read_file(self, name):
        """Return a configuration of ours, its logs in this folder."""
        return (NGINX / name).read_text().replace("/var/log/nginx/", f"{self.folder}/")

    def run(self, *arguments, **options):
        command = [self.program, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, **options)

    @contextmanager
    def serving(self, port, *, behind):
        """Serve an application at another port during the block, as the configuration says."""
        self.write(
            f"{self.read_file('limits.conf')}\nupstream clinic_directory {{ server 127.0.0.1:{behind}; }}\n"
            f"server {{ listen 127.0.0.1:{port}; {self.read_file('proxy.conf')} }}"
        )
        process = subprocess.Popen(
            [self.program, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-g", "daemon off;"]
        )
        try:
            wait_for(port)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(port):
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx did not start.")


def test_nginx_takes_the_whole_configuration(tmp_path):
    nginx = Nginx(tmp_path)
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *(program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-subj", "/CN=clinics.example", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    for name in ("limits.conf", "proxy.conf"):
        (tmp_path / name).write_text(nginx.read_file(name))
    site = nginx.read_file("clinic-directory.conf").replace("/etc/nginx/clinic-directory/", f"{tmp_path}/")
    site = re.sub(r"ssl_certificate \S+;", f"ssl_certificate {certificate};", site)
    site = re.sub(r"ssl_certificate_key \S+;", f"ssl_certificate_key {key};", site)
    nginx.write(re.sub(r"listen (\S*)(80|443)( |;)", r"listen \g<1>8\g<2>\g<3>", site))

    tested = nginx.run("-t")

    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr, tested.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("behind"), SAMPLES="0", BEHIND_PROXY="1")
    with site.served():
        yield site


def test_sixty_slow_clients_keep_nobody_waiting(site, tmp_path):
    port = free_port()
    with Nginx(tmp_path).serving(port, behind=site.port), ExitStack() as slow:
        for number in range(SLOW):
            client = slow.enter_context(closing(socket.create_connection(("127.0.0.1", port))))
            # Half of them never end their head, the others promise a body that does not come.
            head = f"GET /clinics/?{number} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            if number % 2:
                head = (
                    f"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\n{number}"
                )
            client.sendall(head.encode())
        site.port, behind = port, site.port
        try:
            answered = 0
            for _number in range(ASKED):
                began = time.monotonic()
                answered += site.get("/clinics/").status == 200 and time.monotonic() - began < 5
                time.sleep(0.05)  # twenty a second, as one visitor may
        finally:
            site.port = behind

    assert answered >= 0.99 * ASKED


def test_a_flood_of_logins_is_refused_and_the_log_names_nobody(site, tmp_path):
    port = free_port()
    with Nginx(tmp_path).serving(port, behind=site.port):
        site.port, behind = port, site.port
        try:
            statuses = [site.get("/admin/login/?who=kim").status for _number in range(20)]
            number = site.get("/clinics/").headers["X-Request-ID"]
        finally:
            site.port = behind
    log = (tmp_path / "clinic-directory.log").read_text()

    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert number in log
    assert "127.0.0.1" not in log
    assert "kim" not in log


def test_systemd_takes_every_unit(tmp_path):
    analyze = shutil.which("systemd-analyze") or pytest.skip("systemd is not installed.")
    units = sorted((DEPLOY / "systemd").iterdir())
    assert len(units) == 7
    for unit in units:
        # What the units start is not there on this machine.
        text = re.sub(r"^ExecStart=\S+", f"ExecStart={shutil.which('true')}", unit.read_text(), flags=re.M)
        (tmp_path / unit.name).write_text(text)

    for unit in units:
        tested = subprocess.run(
            [analyze, "verify", str(tmp_path / unit.name)], capture_output=True, text=True
        )
        complaints = [line for line in tested.stderr.splitlines() if str(tmp_path) in line]
        assert not complaints, tested.stderr


def test_compose_starts_what_it_needs_in_order():
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = composed["services"]

    assert set(services) == {"prepare", "web", "timers", "postgres", "valkey", "caddy"}
    assert services["postgres"]["image"] == "postgres:18"
    assert services["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert services["web"]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
    for name in ("prepare", "web", "timers"):
        assert services[name]["read_only"], name
        assert services[name]["cap_drop"] == ["ALL"], name
    assert {volume.partition(":")[0] for volume in ("postgres:", "data:", "certificates:")} == set(
        composed["volumes"]
    )


def test_image_holds_what_the_site_needs_and_runs_without_root():
    steps = (DEPLOY / "Dockerfile").read_text()
    copied = set(re.findall(r"^COPY (\w+) /srv", steps, flags=re.M))
    let_in = {
        line[1:] for line in (settings.BASE_DIR / ".dockerignore").read_text().split() if line[0] == "!"
    }

    assert copied == {"config", "pricing", "clinics", "articles", "templates", "static", "content"}
    assert let_in == copied | {"manage.py", "deploy/requirements.txt"}
    assert steps.rindex("USER clinics") > steps.rindex("RUN ")
    assert "--require-hashes" in steps


def test_packages_of_the_image_are_those_of_the_lock_and_the_optional_ones():
    def pinned(path):
        return set(re.findall(r"^([\w.-]+==\S+)", (settings.BASE_DIR / path).read_text(), flags=re.M))

    more = pinned("deploy/requirements.txt") - pinned("requirements.txt")

    assert not pinned("requirements.txt") - pinned("deploy/requirements.txt")
    assert {name.partition("==")[0] for name in more} == {
        *("redis", "async-timeout", "django-otp", "segno"),
        *("django-storages", "boto3", "botocore", "s3transfer", "jmespath", "urllib3"),
    }
