"""The worker's process, which the server starts: `python -m mlmeta_serving --allow-provider NAME`."""

import signal
import sys

# Before anything slow is imported. Signals to a terminal or a service reach all of its processes; a worker goes on for the
# requests that are still open, and ends with its server's pipe.
for name in ("SIGINT", "SIGTERM", "SIGHUP"):
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), signal.SIG_IGN)

if __name__ == "__main__":
    from mlmeta_serving import worker

    sys.exit(worker.main())
