"""Comparisons are kept as they come, extended, read again, and never mixed up."""

import itertools
import json
import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot

from sim import Comparison, compare, plot, run, uplift
from sim.analysis.costs import cost_per_purchase, incremental_roas
from sim.analysis.details import details
from sim.analysis.steps import funnel_steps
from sim.analysis.uplift import individuals, per_consumer, undecided
from sim.errors import ResultError, ScenarioError
from sim.results.comparison_folder import key_of
from sim.results.differences import by_source
from sim.results.estimate import estimate
from sim.results.pairs import MEASURES, Pair, mean_sources
from sim.study import Watch, worlds
from sim.study.comparable import named_worlds, prepared
from sim.study.paired import days_after
from sim.study.single import Interrupted
from tests.counts import small_cafe

NAMES = ["be-there-to-know", "be-there-to-buy"]


def told(found):
    """JSON without what may differ between two equal comparisons."""
    answer = found.to_json(per_replicate=True)
    del answer["out"]
    for world in (answer["base_result"], *answer["strategies"].values()):
        for name in ("elapsed_s", "consumer_days_per_s", "out"):
            del world[name]
    return answer


def called(spec, name):
    """The same world under another name."""
    return spec.model_copy(update={"name": name})


def totals(run):
    """What brands of a world sold and spent, by replicate."""
    return [lived.brands.tobytes() for lived in run.replicates]


@pytest.fixture(scope="module")
def spec():
    return small_cafe(consumers=150, days=25, warm_up_days=5)


@pytest.fixture(scope="module")
def found(spec):
    return compare(spec, strategies=NAMES, reps=3, workers=1, people=True)


# --- what is compared -----------------------------------------------------------------------------


def test_all_strategies_are_compared_unless_some_are_named(spec, found):
    every = compare(spec, reps=1, workers=1)
    assert list(every.runs) == list(spec.strategies)
    assert list(found.runs) == NAMES


def test_a_strategy_that_is_not_there_is_told_with_those_that_are(spec):
    with pytest.raises(ScenarioError) as error:
        compare(spec, strategies=["be-there-to-knw"], reps=1)
    problem = error.value.problems[0]
    assert problem.nearest == "be-there-to-know"
    assert "be-there-to-go" in problem.allowed


@pytest.mark.parametrize("strategies", [None, []])
def test_nothing_to_compare_is_refused(spec, strategies):
    bare = spec.model_copy(update={"strategies": {}})
    with pytest.raises(ScenarioError, match="nothing to compare"):
        compare(bare, strategies=strategies, reps=1)


def test_strategies_beside_other_scenarios_are_refused(spec):
    with pytest.raises(ScenarioError, match="not both"):
        compare(spec, spec, strategies=NAMES, reps=1)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("market.consumers", 151),
        ("market.days", 26),
        ("personas.consumer.need_rate", 1.1),
        ("brands.acme.id", 9),
        ("focal", "bolt"),
        ("feedback", "off"),
    ],
)
def test_worlds_without_the_same_consumers_are_refused(spec, path, value):
    with pytest.raises(ScenarioError) as error:
        compare(spec, spec.set(path, value), reps=1)
    assert path.startswith(error.value.problems[0].path)


def test_worlds_of_the_same_name_are_numbered(spec):
    both = compare(spec, spec, spec.set("brands.acme.price_eur", 3), reps=1, workers=1)
    assert (both.base_name, list(both.runs)) == ("cafe", ["cafe-2", "cafe-3"])
    assert not both.gains("cafe-2").any()
    assert both.gains("cafe-3").any()


def test_no_world_takes_the_name_of_another(spec):
    """A world may be called what another would be numbered."""
    dearer = spec.set("brands.acme.price_eur", 3)
    both = compare(spec, called(spec, "cafe-2"), dearer, reps=1, workers=1)
    assert list(both.runs) == ["cafe-2", "cafe-3"]
    assert not both.gains("cafe-2").any()
    assert both.gains("cafe-3").any()


def test_every_world_has_a_name_of_its_own_whatever_they_are_called(spec):
    for names in itertools.product(["a", "a-2", "a-2-2", "a-3"], repeat=4):
        given = named_worlds([called(spec, name) for name in names])
        assert len(set(given)) == 4
        assert all(it.startswith(name) for it, name in zip(given, names, strict=True))
        assert given[0] == names[0]


@pytest.mark.parametrize("reps", [0, 1.5, True, "3"])
def test_a_number_of_replicates_is_a_whole_one(spec, reps):
    with pytest.raises(ValueError, match="reps must be a whole number"):
        compare(spec, reps=reps)


@pytest.mark.parametrize("feedback", ["live", "replay"])
def test_a_strategy_called_base_leaves_the_base_as_it_is(spec, found, feedback, tmp_path):
    again = spec.model_copy(update={"strategies": {"base": spec.strategies[NAMES[0]]}})
    options = {"reps": 3, "workers": 1, "people": True, "feedback": feedback}
    both = compare(again, **options, out=tmp_path)
    assert both.gains("base").any()
    assert totals(both.base) == totals(found.base)
    kept = Comparison.load(tmp_path)
    assert (totals(kept.base), totals(kept.runs["base"])) == (
        totals(found.base),
        totals(both.runs["base"]),
    )
    if feedback == "live":
        assert totals(both.runs["base"]) == totals(found.runs[NAMES[0]])


def test_a_second_scenario_called_base_leaves_the_base_as_it_is(spec, tmp_path):
    cheap = called(spec.set("brands.acme.price_eur", 2), "base")
    alone = run(spec, reps=1, workers=1)
    both = compare(spec, cheap, reps=1, workers=1, out=tmp_path)
    for one in (both, Comparison.load(tmp_path)):
        assert (one.base_name, list(one.runs)) == ("cafe", ["base"])
        assert totals(one.base) == totals(alone)
        assert one.gains("base").all()


def test_two_plans_called_base_are_two_comparisons(spec):
    def key(price):
        other = called(spec.set("brands.acme.price_eur", 2), "base")
        return key_of(
            prepared([spec.set("brands.acme.price_eur", price), other], None), people=False
        )

    assert key(3) != key(4)


# --- what is told ---------------------------------------------------------------------------------


def test_a_difference_is_the_interval_of_paired_replicates(found):
    with_, without = found.runs[NAMES[0]], found.base
    index = without.summary.place("acme")
    gained = [
        int(one.total("purchases")[index]) - int(other.total("purchases")[index])
        for one, other in zip(with_.replicates, without.replicates, strict=True)
    ]
    assert found.difference(NAMES[0]) == estimate(gained)
    row = found.frame.query("strategy == @NAMES[0] and measure == 'purchases'").iloc[0]
    assert row["difference"] == pytest.approx(row["value"] - row["base"])


def test_frames_are_tidy_and_agree(found):
    assert len(found.frame) == len(NAMES) * len(MEASURES)
    by_replicate = found.per_replicate.groupby(["strategy", "measure"])["difference"].mean()
    frame = found.frame.set_index(["strategy", "measure"])["difference"]
    pd.testing.assert_series_equal(
        by_replicate.sort_index(), frame.sort_index(), check_names=False, check_exact=False
    )
    needs = found.needs.groupby(["strategy", "change"])["needs"].sum() / 3
    for name in NAMES:
        assert {change: needs[name, change] for change in found.changed(name)} == (
            pytest.approx(found.changed(name))
        )
        counted = {source: one.mean for source, one in by_source(found, name).items()}
        assert counted == pytest.approx(found.source(name))


def test_sources_that_are_not_those_of_the_purchases_are_refused(found):
    """Kept by consumer, by source, and counted by the worlds: any of the three may be damaged."""
    name = NAMES[0]
    first, *others = found.pairs[name]
    for damage in ({"source": first.source + np.array([0, 0, 1])}, {"gained": first.gained + 1}):
        pairs = {**found.pairs, name: (replace(first, **damage), *others)}
        with pytest.raises(ResultError, match="replicate 0: sources of"):
            replace(found, pairs=pairs).source(name)
    kept = found.base.replicates
    moved = replace(found.base, replicates=(kept[1], kept[0], kept[2]))
    with pytest.raises(ResultError, match="replicate 0: sources of"):
        replace(found, base=moved).source(name)


def pairs_of(counts):
    return [
        Pair(number, np.zeros((1, 6), np.int64), np.array(row, np.int64), 1, sum(row), 0)
        for number, row in enumerate(counts)
    ]


PURCHASES = st.integers(-100_000, 100_000)


@given(st.lists(st.tuples(PURCHASES, PURCHASES, PURCHASES), min_size=1, max_size=60))
def test_sources_add_up_to_the_last_bit_unless_more_is_brought_forward_than_gained(counts):
    gained = [sum(row) for row in counts]
    told = mean_sources(pairs_of(counts), [float(it) for it in gained])
    mean = estimate(gained).mean
    exact = [Fraction(sum(column), len(counts)) for column in zip(*counts, strict=True)]
    widest = max(1.0, abs(mean), *(abs(float(it)) for it in exact))
    assert list(told) == ["from_rivals", "new_to_category", "brought_forward"]
    for one, other in zip(told.values(), exact, strict=True):
        assert abs(Fraction(one) - other) <= 4 * Fraction(math.ulp(widest))
    rivals, new, forward = told.values()
    if abs(sum(row[2] for row in counts)) <= abs(sum(gained)):
        assert rivals + new + forward == mean
        if 2 * abs(sum(row[2] for row in counts)) < abs(sum(gained)):
            assert (rivals, new) == (float(exact[0]), float(exact[1]))
    else:
        assert abs(rivals + new + forward - mean) <= math.ulp(widest)


def test_rounded_means_miss_the_last_bit_unless_somebody_minds_it():
    """The control: three means by themselves do not add up to the mean of the sums."""
    assert 1 / 10 + 2 / 10 + 0 / 10 != 3 / 10
    counts = [(1, 2, 0)] + [(0, 0, 0)] * 9
    rivals, new, forward = mean_sources(pairs_of(counts), [3.0] + [0.0] * 9).values()
    assert rivals + new + forward == 0.3


def test_cost_and_return_count_induced_spending(found):
    name = NAMES[0]
    spent = found.gains(name, "spend") + found.gains(name, "induced_spend")
    assert cost_per_purchase(found, name).mean == pytest.approx(
        spent.mean() / found.gains(name).mean()
    )
    assert incremental_roas(found, name).mean == pytest.approx(
        found.gains(name, "revenue").mean() / spent.mean()
    )


def test_uplift_says_how_much_could_have_been_seen(found):
    table = uplift(found).set_index(["strategy", "measure"])
    for name in NAMES:
        row = table.loc[name, "purchases"]
        assert row["low"] <= row["difference"] <= row["high"]
        assert row["detectable"] > (row["high"] - row["low"]) / 2
        if row["low"] > 0:
            assert undecided(found, name) is None


def test_a_difference_that_is_not_decided_says_how_many_replicates_would():
    spec = small_cafe(consumers=60, days=10, warm_up_days=5)
    pilot = compare(spec, strategies=["be-there-to-go"], reps=4, workers=1)
    difference = pilot.difference("be-there-to-go")
    assert difference.low < 0 < difference.high
    needed = undecided(pilot, "be-there-to-go")
    assert needed is None if difference.mean == 0 else needed > 4


def test_individuals_are_the_means_of_each_person(found):
    table = individuals(found)
    first = table[table["strategy"] == NAMES[0]]
    kept = np.stack([pair.people for pair in found.pairs[NAMES[0]]])
    assert first["uplift"].tolist() == pytest.approx(kept.mean(axis=0).tolist())
    assert first["more"].tolist() == (kept > 0).sum(axis=0).tolist()
    assert individuals(found, NAMES[0]).equals(first)
    assert set(first["persona"]) == set(found.base.spec.personas)


def test_individuals_that_were_not_kept_are_not_made_up(spec, found):
    with pytest.raises(ResultError, match="people=True"):
        individuals(compare(spec, strategies=NAMES, reps=1, workers=1))
    others = compare(spec, strategies=NAMES, reps=1, workers=1, people=True, new_people=True)
    with pytest.raises(ResultError, match=NAMES[0]):
        individuals(found, "be-there")
    with pytest.raises(ResultError, match="another person"):
        individuals(others)


def test_the_interval_by_consumer_is_told_only_where_nobody_depends_on_another(spec, found):
    with pytest.raises(ResultError, match="spread between them understates luck"):
        per_consumer(found, NAMES[0])
    alone = compare(spec, strategies=NAMES, reps=2, feedback="off", workers=1)
    single = per_consumer(alone, NAMES[0])
    assert single.mean == alone.difference(NAMES[0]).mean
    assert single.low < single.mean < single.high


def test_the_funnel_moves_by_the_difference_of_its_shares(found):
    steps = funnel_steps(found).query("strategy == @NAMES[0]")
    assert len(steps) > 10
    assert steps["difference"].tolist() == pytest.approx((steps["value"] - steps["base"]).tolist())


def test_details_are_json(found):
    text = json.dumps(details(found), allow_nan=False)
    assert set(json.loads(text)) == set(NAMES)


def test_details_tell_sources_changes_and_personas_with_intervals_of_paired_replicates(found):
    told = details(found)[NAMES[0]]
    pairs = found.pairs[NAMES[0]]
    rivals = estimate([int(pair.source[0]) for pair in pairs])
    assert told["source"]["from_rivals"] == rivals._asdict()
    only_with = estimate([int(pair.changed[:, 0].sum()) for pair in pairs])
    assert told["changed"]["only_with"] == only_with._asdict()
    # Won only with the plan less won only without it, of all people alike.
    persona, more = next(iter(told["personas"].items()))
    gained = estimate([int(pair.changed[0, 0] - pair.changed[0, 1]) for pair in pairs])
    assert persona == min(found.base.spec.personas)
    assert more["purchases_more"] == gained._asdict()
    people = np.mean([lived.persona_sizes[0] for lived in found.base.replicates])
    assert more["purchases_more_per_100"]["mean"] == pytest.approx(100 * gained.mean / people)


def test_one_pair_has_no_interval(spec):
    single = compare(spec, strategies=NAMES, reps=1, workers=1)
    assert single.difference(NAMES[0])[1:] == (None, None)
    json.dumps(single.to_json(per_replicate=True), allow_nan=False)
    json.dumps(details(single), allow_nan=False)


@pytest.mark.parametrize("ask", ["gains", "difference", "budget", "source", "changed"])
def test_a_world_that_was_not_compared_is_told_with_those_that_were(found, ask):
    with pytest.raises(ResultError, match="be-there-to-know"):
        getattr(found, ask)("be-there")


def test_a_measure_that_is_not_there_is_told(found):
    with pytest.raises(ResultError, match="purchases"):
        found.gains(NAMES[0], "purchase")


def test_days_after_the_measured_ones_settle_needs_and_refractory_time(spec):
    changed = spec.set("market.needs.refractory_days", 30).set("market.use.lag_days", 7)
    assert days_after(changed) == 14 + 30 + 7


# --- what is kept ---------------------------------------------------------------------------------


def test_a_comparison_is_read_as_it_was_kept(found, tmp_path):
    kept = found.save(tmp_path / "kept")
    again = Comparison.load(kept.out)
    assert told(again) == told(found)
    assert individuals(again).equals(individuals(found))
    summary = pd.read_csv(kept.out / "summary.csv")
    assert summary["difference"].tolist() == pytest.approx(found.frame["difference"].tolist())


def test_a_replay_is_read_with_its_live_worlds(spec, tmp_path):
    found = compare(spec, strategies=NAMES, reps=1, feedback="replay", workers=1, out=tmp_path)
    again = Comparison.load(tmp_path)
    assert told(again) == told(found)
    assert list(again.live) == NAMES
    assert details(again) == details(found)


def test_more_replicates_extend_what_is_kept_and_nothing_is_lived_twice(spec, found, tmp_path):
    first = compare(spec, strategies=NAMES, reps=2, workers=1, people=True, out=tmp_path)
    more = compare(spec, strategies=NAMES, reps=3, workers=1, people=True, out=tmp_path)
    same = compare(spec, strategies=NAMES, reps=3, workers=1, people=True, out=tmp_path)
    assert (first.made.lived, more.made.lived, same.made.lived) == (2, 1, 0)
    assert told(more) == told(same) == told(found)
    assert len(Comparison.load(tmp_path).replicates) == 3


def test_a_damaged_replicate_is_lived_again(spec, found, tmp_path):
    found.save(tmp_path)
    sorted((tmp_path / "pairs").iterdir())[0].write_text("{")
    sorted((tmp_path / "people").iterdir())[0].unlink()
    with pytest.raises(ResultError, match="damaged"):
        Comparison.load(tmp_path)
    again = compare(spec, strategies=NAMES, reps=3, workers=1, people=True, out=tmp_path)
    assert 1 <= again.made.lived <= 2
    assert told(again) == told(found)


@pytest.mark.parametrize("name", ["code", "pairs", "file", "personas"])
def test_a_strategy_may_be_called_like_a_part_of_what_is_kept(spec, name, tmp_path):
    plans = {"strategies": {name: spec.strategies[NAMES[0]]}}
    options = {"reps": 1, "workers": 1, "people": True, "out": tmp_path}
    first, again = (compare(spec.model_copy(update=plans), **options) for _ in range(2))
    assert (first.made.lived, again.made.lived) == (1, 0)
    assert told(again) == told(first) == told(Comparison.load(tmp_path))
    assert individuals(again).equals(individuals(first))


@pytest.mark.parametrize("other", [{"seed": 8}, {"strategies": NAMES[:1]}, {"feedback": "off"}])
def test_another_comparison_is_not_mixed_in(spec, found, tmp_path, other):
    found.save(tmp_path)
    options = {"strategies": NAMES, "reps": 1, "workers": 1, "people": True} | other
    with pytest.raises(ResultError, match="another comparison"):
        compare(spec, **options, out=tmp_path)


def test_a_folder_without_a_comparison_is_told_so(tmp_path):
    with pytest.raises(ResultError, match="holds no comparison"):
        Comparison.load(tmp_path)


@pytest.mark.slow
def test_processes_find_what_one_process_finds(spec, found):
    side_by_side = compare(spec, strategies=NAMES, reps=3, workers=2, people=True)
    assert told(side_by_side) == told(found)


# --- what goes wrong ------------------------------------------------------------------------------


def failing(monkeypatch, number, error):
    live = worlds.live_worlds

    def fails(these, tick):
        if these.number == number:
            raise error
        return live(these, tick)

    monkeypatch.setattr("sim.study.paired.live_worlds", fails)


def test_a_replicate_that_fails_leaves_the_others(spec, monkeypatch, tmp_path):
    failing(monkeypatch, 1, RuntimeError("no luck"))
    found = compare(spec, strategies=NAMES, reps=3, workers=1, out=tmp_path)
    assert found.replicates == (0, 2)
    assert [it.error for it in found.made.failed] == ["RuntimeError: no luck"]


def test_where_all_fail_the_first_error_is_raised(spec, monkeypatch):
    failing(monkeypatch, 0, RuntimeError("no luck"))
    with pytest.raises(RuntimeError, match="no luck"):
        compare(spec, strategies=NAMES, reps=1, workers=1)


def test_what_is_finished_when_somebody_interrupts_is_kept(spec, monkeypatch, tmp_path):
    failing(monkeypatch, 1, KeyboardInterrupt())
    with pytest.raises(Interrupted) as stop:
        compare(spec, strategies=NAMES, reps=3, workers=1, out=tmp_path)
    assert stop.value.run.replicates == (0,)
    assert len(Comparison.load(tmp_path).replicates) == 1


class Listener(Watch):
    """Remembers how far it is told things have come."""

    def __init__(self):
        self.lived = []

    def advance(self, lived, days):
        self.lived.append(lived / days)


def test_the_watch_sees_every_day_of_every_world(spec):
    watch = Listener()
    compare(spec, strategies=NAMES, reps=2, workers=1, watch=watch)
    each = 5 + 3 * (25 + days_after(spec))
    assert len(watch.lived) == 2 * each
    assert watch.lived[-1] == 1.0
    assert not math.isnan(watch.lived[0])


def test_worlds_whose_needs_nobody_pairs_end_with_the_measured_days(spec):
    watch = Listener()
    compare(spec, strategies=NAMES, reps=1, feedback="replay", workers=1, watch=watch)
    assert len(watch.lived) == 5 + 3 * (25 + days_after(spec)) + 2 * 25
    assert watch.lived[-1] == 1.0


# --- what is shown --------------------------------------------------------------------------------


def test_a_notebook_shows_every_plan_and_where_purchases_come_from(found):
    page = found._repr_html_()
    for word in (*NAMES, "from rivals", "brought forward", "3 pairs", "luck alone"):
        assert word in page
    assert "<script" not in page


def test_the_figure_holds_every_pair_and_their_mean(found):
    ax = plot.paired(found, measure="profit")
    try:
        assert [label.get_text() for label in ax.get_yticklabels()] == NAMES
        drawn = {tuple(line.get_xdata()) for line in ax.lines}
        for place, name in enumerate(NAMES):
            assert tuple(found.gains(name, "profit")) in drawn
            mean = found.difference(name, "profit").mean
            assert any(mean in line.get_xdata() and place in line.get_ydata() for line in ax.lines)
        assert "profit of acme more than cafe, euro" in ax.get_xlabel()
    finally:
        pyplot.close(ax.figure)


def test_a_figure_of_no_measure_is_refused(found):
    with pytest.raises(ResultError, match="purchases"):
        plot.paired(found, measure="joy")
