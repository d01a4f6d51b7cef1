"""A Ray cluster of this machine for others to connect to: ``python -m tests.cluster.head WORKERS``.

It prints its address and ends when its standard input does, so it does not outlive whoever started it.
"""

from __future__ import annotations

import sys

from ingest.cluster import ClusterSettings, cluster


def main() -> None:
    with cluster(ClusterSettings(workers=int(sys.argv[1]), object_store_mb=100)):
        import os

        import ray

        print(ray.get_runtime_context().gcs_address, os.environ["RAY_AUTH_TOKEN"], flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
