"""Loading: a loader that runs on the client's machine while the cluster is broken."""

import json
import subprocess
from typing import Any

from tests.cluster.layout import ROOT
from tests.cluster.machines import Machine


class Load:
    """A loader that runs on the client's machine."""

    def __init__(self, machine: Machine, command: list[str]) -> None:
        self.process = subprocess.Popen(
            machine.command(["env", f"--chdir={ROOT}", *command]), stdout=subprocess.PIPE, text=True
        )

    def runs(self) -> bool:
        """Tell whether the loader still asks."""
        return self.process.poll() is None

    def account(self) -> dict[str, Any]:
        """Wait for the end and return the account."""
        text, _ = self.process.communicate(timeout=300)
        if self.process.returncode:
            raise RuntimeError("the loader failed")
        found: dict[str, Any] = json.loads(text)
        return found
