"""Audit: asks whether anything that the locks name has a known vulnerability, and says so where nothing is known.

    python deploy/audit.py [OPTIONS OF pip-audit]

It ends with 0 where everything was asked about and nothing is known, with 1 where something is, and with 2 where
anything could not be asked about, because then nothing can be said: pip-audit ends with 1 there too.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-mcp.txt")
OPTIONS = (
    "--strict",
    "--vulnerability-service",
    "osv",
    "--disable-pip",
    "--require-hashes",
    "--progress-spinner",
    "off",
)
"""Strict, so that a package that is passed over is a failure."""
VERDICT = "known vulnerabilit"
"""What pip-audit says once it has asked about everything, whether it found something or not."""


def main() -> None:
    """Audit the locks."""
    program = str(Path(sys.executable).with_name("pip-audit"))
    locks = [word for name in LOCKS for word in ("-r", str(ROOT / "deploy" / name))]
    command = [program, *OPTIONS, *sys.argv[1:], *locks]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)  # nosec B603 # It is beside Python.
    if VERDICT in done.stderr:
        print(done.stderr, end="", file=sys.stderr)
        sys.exit(done.returncode)
    reason = next((line.strip() for line in reversed(done.stderr.splitlines()) if line.strip()), "it said nothing")
    print(f"Nothing is known: not everything could be asked about. pip-audit: {reason}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
