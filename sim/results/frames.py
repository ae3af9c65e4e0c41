"""Results as tidy pandas frames: estimates over replicates, and the counts of each replicate."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.results.kpis import BRAND_KPIS, FUNNEL, MARKET_KPIS
from sim.results.replicate import Replicate
from sim.results.summary import Summary
from sim.results.tidy import BRAND_DAILY, MARKET_DAILY, to_table
from sim.tables.moments import (
    CHANNELS,
    DEVICES,
    ENDS,
    LOGGED_MOMENTS,
    LOST_REASONS,
    MOMENTS,
    PHASES,
)

if TYPE_CHECKING:
    import pandas as pd

# --- estimates: mean and 95 % interval over replicates ------------------------------------------


def brands(summary: Summary) -> "pd.DataFrame":
    """One row per brand and measure."""
    units = {kpi.name: kpi.unit for kpi in BRAND_KPIS}
    return _rows(
        {"brand": brand, "measure": measure, "unit": units[measure], **found._asdict()}
        for brand, measures in summary.brands().items()
        for measure, found in measures.items()
    )


def market(summary: Summary) -> "pd.DataFrame":
    """One row per measure of the market."""
    units = {kpi.name: kpi.unit for kpi in MARKET_KPIS}
    return _rows(
        {"measure": measure, "unit": units[measure], **found._asdict()}
        for measure, found in summary.market().items()
    )


def funnel(summary: Summary) -> "pd.DataFrame":
    """One row per brand, moment of truth and measure: shares of the journeys opened."""
    return _rows(
        {"brand": brand, "moment": truth, "measure": measure, **row[measure]._asdict()}
        for brand in summary.names
        for truth, row in summary.funnel(brand).items()
        for measure in FUNNEL
    )


# --- counts: one row per replicate and thing counted --------------------------------------------


def kpis(summary: Summary) -> "pd.DataFrame":
    """One row per replicate and measure; those of the market have no brand."""
    rows = []
    for lived in summary.replicates:
        for kpi in (*MARKET_KPIS, *BRAND_KPIS):
            values = np.atleast_1d(np.asarray(kpi.value(summary.spec, lived), np.float64)).tolist()
            owners = summary.names if kpi in BRAND_KPIS else [None]
            rows += [
                {"replicate": lived.number, "brand": brand, "measure": kpi.name, "unit": kpi.unit,
                 "value": value}
                for brand, value in zip(owners, values, strict=True)
            ]  # fmt: skip
    return _rows(rows)


def moments(summary: Summary) -> "pd.DataFrame":
    """Micro-moments by moment, channel and brand, and those in which it was present and helped."""
    present = _stack(summary, lambda lived: lived.brands["noticed"])
    events = _stack(summary, lambda lived: lived.market["moments"])[:, None]
    frame = _grid(
        summary,
        {"brand": summary.names, "moment": MOMENTS, "channel": CHANNELS},
        events=np.broadcast_to(events, present.shape),
        present=present,
        helped=_stack(summary, lambda lived: lived.brands["helped"]),
    )
    frame.insert(4, "google", frame["moment"].map(summary.google))
    return frame


def lost(summary: Summary) -> "pd.DataFrame":
    """Journeys the focal brand did not win, by reason and micro-moment."""
    places = (*LOGGED_MOMENTS[:-1], "none")
    counted = _stack(summary, lambda lived: lived.market["lost"])
    return _grid(summary, {"reason": LOST_REASONS, "moment": places}, journeys=counted)


def personas(summary: Summary) -> "pd.DataFrame":
    """Consumers of each persona and what they bought, by brand."""
    names = sorted(summary.spec.personas)
    bought = _stack(summary, lambda lived: lived.brands["purchases"][:, : len(names)])
    consumers = _stack(summary, lambda lived: lived.persona_sizes)[:, None]
    return _grid(
        summary,
        {"brand": summary.names, "persona": names},
        consumers=np.broadcast_to(consumers, bought.shape),
        purchases=bought,
    )


def reviews(summary: Summary) -> "pd.DataFrame":
    """Reviews published by brand and star, and those among them that count for readers."""
    return _grid(
        summary,
        {"brand": summary.names, "star": range(1, 6)},
        reviews=_stack(summary, lambda lived: lived.brands["reviews"]),
        board=_stack(summary, lambda lived: lived.brands["board"]),
    )


def ends(summary: Summary) -> "pd.DataFrame":
    """Journeys ended, by how and in which phase."""
    counted = _stack(summary, lambda lived: lived.market["ended"])
    return _grid(summary, {"end": ENDS, "phase": PHASES[1:4]}, journeys=counted)


def channels(summary: Summary) -> "pd.DataFrame":
    """Micro-moments and purchases by channel: where people look, and where they buy."""
    return _grid(
        summary,
        {"channel": CHANNELS},
        moments=_stack(summary, lambda lived: lived.market["moments"].sum(axis=0)),
        purchases=_stack(summary, lambda lived: lived.brands["purchases_by_channel"].sum(axis=0)),
    )


def devices(summary: Summary) -> "pd.DataFrame":
    """Micro-moments and purchases by device; `none` is in person."""
    return _grid(
        summary,
        {"device": DEVICES},
        moments=_stack(summary, lambda lived: lived.market["by_device"]),
        purchases=_stack(summary, lambda lived: lived.brands["purchases_by_device"].sum(axis=0)),
    )


def daily(summary: Summary) -> "pd.DataFrame":
    """What each day brought each brand; the rating is that of the evening."""
    axes = {"day": range(summary.spec.market.days), "brand": summary.names}
    return _grid(summary, axes, **_days(summary, BRAND_DAILY))


def stocks(summary: Summary) -> "pd.DataFrame":
    """Journeys opened, consumers in a journey and in use, and consumers visited, by day."""
    axes = {"day": range(summary.spec.market.days)}
    return _grid(summary, axes, **_days(summary, MARKET_DAILY))


def counters(summary: Summary) -> "pd.DataFrame":
    """Every counter there is, by the codes of `sim.tables`."""
    import pandas as pd

    frames: list[pd.DataFrame] = []
    for lived in summary.replicates:
        frame = pandas_of(to_table(lived))
        frame.insert(0, "replicate", lived.number)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def pandas_of(table: Any) -> "pd.DataFrame":
    """Whole numbers stay whole, also beside rows that have none.

    Parameters
    ----------
    table : pyarrow.Table
        Any table.

    Returns
    -------
    pandas.DataFrame
        The same.
    """
    import pandas as pd
    import pyarrow as pa

    whole = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=whole.get)
    return frame


def _rows(rows: Iterable[dict[str, Any]]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(list(rows))


def _stack(summary: Summary, count: Callable[[Replicate], Any]) -> NDArray[Any]:
    return np.stack([np.asarray(count(lived)) for lived in summary.replicates])


def _days(summary: Summary, names: Sequence[str]) -> dict[str, NDArray[Any]]:
    days = summary.replicates
    return {name: np.stack([lived.daily[name] for lived in days]) for name in names}


def _grid(
    summary: Summary, axes: Mapping[str, Sequence[Any]], **values: NDArray[Any]
) -> "pd.DataFrame":
    """One row for each combination of replicate and axes."""
    import pandas as pd

    numbers = [lived.number for lived in summary.replicates]
    index = pd.MultiIndex.from_product([numbers, *axes.values()], names=["replicate", *axes])
    columns = {name: array.ravel() for name, array in values.items()}
    return pd.DataFrame(columns, index=index).reset_index()
