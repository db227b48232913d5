"""A double by itself, for what is not Pulang: `python -m benchmarks.alone PORT INBOUND_URL FILE DELAY`."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from werkzeug.serving import make_server

from channels.double import DoubleConfig, create_double

ACCOUNT, TOKEN = "AC" + "0" * 32, "token-of-the-benchmark"


def main() -> None:
    """Serve until killed."""
    port, inbound_url, file, delay = sys.argv[1:5]
    shortest, longest = map(float, delay.split(","))
    parts = urlsplit(inbound_url)
    config = DoubleConfig(
        ACCOUNT, TOKEN, inbound_url, f"{parts.scheme}://{parts.netloc}", delay=(shortest, longest),
        state_path=Path(file), sms_sender="+15005550007",
    )  # fmt: skip
    make_server("127.0.0.1", int(port), create_double(config), threaded=True).serve_forever()


if __name__ == "__main__":
    main()
