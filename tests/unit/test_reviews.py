"""What the crowd's reviews look like to a shopper."""

from pathlib import Path

import numpy as np
import pytest

import sim.reviews
from sim.reviews import RULES, Board

EMPTY = Board(np.zeros(2), np.zeros(2))
DAY = np.array([[1, 0, 0, 0, 3], [0, 0, 2, 0, 0]])


def rule(name, retention=0.5, prior_count=2.0, prior_stars=3.7):
    return RULES[name](retention, prior_count, prior_stars)


def test_every_file_of_the_folder_is_a_rule_of_the_registry():
    folder = Path(sim.reviews.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__", "base"} == set(RULES)
    assert set(RULES) == {"lifetime", "recency"}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_documented_and_sourced(name):
    assert RULES[name].name == name
    assert RULES[name].about.endswith(".")
    assert RULES[name].source


@pytest.mark.parametrize("name", RULES)
def test_a_day_without_reviews_leaves_the_prior_on_display(name):
    view = rule(name).view(rule(name).update(EMPTY, np.zeros((2, 5), np.int64)))
    assert view.rating.tolist() == [3.7, 3.7]
    assert view.volume.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("name", RULES)
def test_the_first_reviews_count_in_full(name):
    board = rule(name).update(EMPTY, DAY)
    assert board.weight.tolist() == [4.0, 2.0]
    assert board.stars.tolist() == [16.0, 6.0]
    view = rule(name).view(board)
    assert view.rating == pytest.approx([(16 + 7.4) / 6, (6 + 7.4) / 4], rel=1e-15)


def test_recent_reviews_count_for_more_and_old_ones_fade():
    board = rule("recency").update(rule("recency").update(EMPTY, DAY), DAY)
    assert board.weight.tolist() == [6.0, 3.0]
    assert board.stars.tolist() == [24.0, 9.0]


def test_reviews_of_a_lifetime_never_fade():
    board = rule("lifetime").update(rule("lifetime").update(EMPTY, DAY), DAY)
    assert board.weight.tolist() == [8.0, 4.0]
    assert board.stars.tolist() == [32.0, 12.0]


def test_lifetime_is_recency_that_forgets_nothing():
    days = [DAY, DAY[::-1], 3 * DAY]
    boards = {"recency": EMPTY, "lifetime": EMPTY}
    for counts in days:
        boards = {name: rule(name, 1.0).update(board, counts) for name, board in boards.items()}
    assert boards["recency"].weight.tolist() == boards["lifetime"].weight.tolist()
    assert boards["recency"].stars.tolist() == boards["lifetime"].stars.tolist()


def test_a_steady_stream_of_reviews_reaches_the_weight_of_a_geometric_sum():
    """W* = c / (1 - d), displayed mean (r W* + k0 r0) / (W* + k0)."""
    retention, board = 2.0 ** (-1 / 90), EMPTY
    fading = rule("recency", retention)
    for _ in range(90 * 60):
        board = fading.update(board, DAY)
    weight = 4 / (1 - retention)
    assert board.weight[0] == pytest.approx(weight, rel=1e-12)
    assert fading.view(board).rating[0] == pytest.approx(
        (4.0 * weight + 2 * 3.7) / (weight + 2), rel=1e-12
    )


def test_looking_at_a_board_does_not_change_it():
    board = rule("lifetime").update(EMPTY, DAY)
    view = rule("lifetime").view(board)
    view.volume[:] = 0.0
    assert board.weight.tolist() == [4.0, 2.0]
