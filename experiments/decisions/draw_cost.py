"""What a draw costs in a compiled loop over consumers (decision 0003)."""

import time

from sim.jit import kernel
from sim.rng import draw, luck_key
from sim.tables.streams import NEED

DRAWS = 20_000_000


@kernel
def heads(key, draws):
    """Add up one bit of one word of each consumer's draw."""
    total = 0
    for i in range(draws):
        total += draw(key, NEED, i, 3, 0)[0] & 1
    return total


def main():
    key = luck_key(7, 0)
    heads(key, 10)
    for _ in range(5):
        before = time.process_time()
        share = heads(key, DRAWS) / DRAWS
        cost = (time.process_time() - before) / DRAWS
        print(f"{cost * 1e9:.2f} ns of CPU time a draw (share of ones {share:.4f})")


if __name__ == "__main__":
    main()
