"""`python -m tests.cluster up|stop|test [ROW…]`: a cluster on this machine, to use or to break."""

import shutil
import sys

from tests.cluster import site as sites
from tests.cluster.layout import FOLDER, NAME, NODES, PROXIES, VIP, missing_programs
from tests.cluster.promises import keep_promises
from tests.cluster.site import Site

HOW = f"""The cluster runs: {", ".join(NODES)} behind {" and ".join(PROXIES)}, one public address, {VIP}.

  ask it:           ip netns exec parley-client curl -H 'Host: {NAME}' http://{VIP}/v1/events/latest.txt
  over TLS:         ip netns exec parley-client curl --cacert {FOLDER}/tls/parley.crt --resolve {NAME}:443:{VIP} https://{NAME}/v1
  be on a machine:  nsenter --target=$(cat {FOLDER}/proxy1/pid) -m -u -n -p bash
  its logs:         {FOLDER}/MACHINE/
  stop it:          make cluster-stop
"""


def main() -> int:
    """Do what the command line says; return the exit status."""
    missing = missing_programs()
    if missing:
        print(f"The cluster needs {', '.join(missing)}; see docs/deployment.md.", file=sys.stderr)
        return 2
    what, *rows = sys.argv[1:] or ["test"]
    try:
        return {"up": up, "stop": stop, "test": test}[what](rows)
    except RuntimeError as error:
        print(f"cluster: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("cluster: stopped, and taken down", file=sys.stderr)
        return 130


def up(_: list[str]) -> int:
    """Build the cluster and leave it running."""
    if Site.find():
        print("It runs already.\n")
    else:
        site = Site.build()
        sites.name_networks(site)
    print(HOW)
    return 0


def stop(_: list[str]) -> int:
    """End what `up` built."""
    site = Site.find()
    if site is None:
        print("No cluster runs.")
        return 0
    sites.forget_networks(site)
    site.tear_down()
    shutil.rmtree(FOLDER, ignore_errors=True)
    print("The cluster is stopped.")
    return 0


def test(rows: list[str]) -> int:
    """Build a cluster, break it in every way and print what held; 1 where a promise did not."""
    return keep_promises(rows)


if __name__ == "__main__":
    sys.exit(main())
