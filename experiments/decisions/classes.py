"""How far 256 classes of people are from a Gamma distribution of people (0005)."""

from math import comb

import numpy as np

from sim.market.classes import class_means

SHAPES, CONTACTS = (0.8, 1.0, 2.0), (0.01, 0.1, 1.0, 10.0)
CEILING, DAYS = 0.4, 30


def main():
    for shape in SHAPES:
        weights = class_means(shape)
        errors = []
        for contacts in CONTACTS:
            exact = 1.0 - (1.0 + contacts / shape) ** -shape
            errors.append((1.0 - np.exp(-contacts * weights)).mean() / exact - 1.0)
        print(
            f"shape {shape}: mean {weights.mean() - 1.0:+.1e} from 1, "
            f"variance kept {weights.var() * shape:.1%}, largest {weights.max():.1f}, "
            "relative error of reach " + ", ".join(f"{error:.0e}" for error in errors)
        )
    contacts = 0.1
    missed = (
        comb(DAYS, j) * (1 - CEILING) ** (DAYS - j) * CEILING**j / (1 + j * contacts)
        for j in range(DAYS + 1)
    )
    daily = CEILING * (1.0 - np.exp(-contacts * class_means(1.0)))
    by_classes = (1.0 - (1.0 - daily) ** DAYS).mean()
    print(f"reach after {DAYS} days: exact {1 - sum(missed):.6f}, by classes {by_classes:.6f}")


if __name__ == "__main__":
    main()
