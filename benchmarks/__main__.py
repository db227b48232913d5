from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks import kills, load, order, places, prism, stock
from benchmarks.unmeasured import Unmeasured

ALL: dict[str, Callable[[], None]] = {
    "load": load.main, "order": order.main, "kills": kills.main, "stock": stock.main, "prism": prism.main,
    "places": places.main,
}  # fmt: skip


def main() -> None:
    """Run the named benchmarks, or all of them."""
    names = sys.argv[1:] or list(ALL)
    unknown = [name for name in names if name not in ALL]
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(ALL)}")
    for name in names:
        print(f"\n== {name} ==", flush=True)
        try:
            ALL[name]()
        except Unmeasured as reason:
            print(f"left out: {reason}")


if __name__ == "__main__":
    main()
