"""Look for secrets among the files of the repository, and for known weaknesses of the packages in the locks.

Advisories come from PyPI over the network. Where it tells nothing, that is said, and no reason to fail.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("deploy/requirements.txt", "requirements-dev.txt")
PATIENCE = 300  # seconds for the advisories of one lock
# Tests hold passwords and digests that open nothing: there only what looks like a real key counts.
OF_TESTS = ("KeywordDetector", "BasicAuthDetector", "HexHighEntropyString", "Base64HighEntropyString")
NO_SECRETS = (
    r"user:password@",  # an example of an address
    r'PASSWORD = "password"',  # the name of an event
)


def main():
    """Exit with 1 where a secret or a weakness was found."""
    found = find_secrets()
    for lock in LOCKS:
        found |= find_weaknesses(lock)
    sys.exit(found)


def find_secrets():
    """Tell whether a file holds a secret, and which; what is not a clone has no list of its files."""
    if (git := shutil.which("git")) is None:
        return False
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    names = [name for name in listed.stdout.decode().split("\0") if name and Path(ROOT, name).is_file()]
    names = [name for name in names if "requirements" not in name]
    tests = [name for name in names if name.startswith("tests/")]
    others = [name for name in names if name not in tests]
    disabled = [argument for plugin in OF_TESTS for argument in ("--disable-plugin", plugin)]
    return scan(others) | scan(tests, *disabled)


def scan(names, *options):
    """Tell whether one of some files holds a secret."""
    if not names:
        return False
    for line in NO_SECRETS:
        options += ("--exclude-lines", line)
    hook = [sys.executable, "-m", "detect_secrets.pre_commit_hook", "--no-verify", *options, *names]
    return subprocess.run(hook, cwd=ROOT, check=False).returncode != 0


def find_weaknesses(lock):
    """Tell whether a lock names a release with a known weakness, and print which."""
    audit = [
        "pip_audit",
        "--disable-pip",
        "--require-hashes",
        "--timeout=5",
        "--format=json",
        f"--requirement={lock}",
    ]
    try:
        done = subprocess.run(
            [sys.executable, "-m", *audit], cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False
        )
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        packages = []
    weak = [package for package in packages if package.get("vulns")]
    for package in weak:
        names = ", ".join(weakness["id"] for weakness in package["vulns"])
        print(
            f"{lock}: {package['name']} {package['version']} has known weaknesses: {names}", file=sys.stderr
        )
    asked = sum("vulns" in package for package in packages)
    if not asked:
        print(
            f"{lock}: no advisories could be asked for, so nothing is known of its packages.", file=sys.stderr
        )
    return bool(weak)


if __name__ == "__main__":
    main()
