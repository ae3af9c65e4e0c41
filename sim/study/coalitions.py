"""Worlds in which some moments are not paid for."""

from collections.abc import Collection, Mapping

from sim.analysis.absence import BOTH, OWN, PAYING, RIVALS, absence
from sim.analysis.played import Played, wanted
from sim.analysis.shapley import Coalition
from sim.levers import LEVERS
from sim.scenario import Brand, Scenario
from sim.study.budgeted import LIVE
from sim.study.sold import Sold


def funded(brand: Brand) -> set[str]:
    """Find the moments a brand pays for.

    Parameters
    ----------
    brand : Brand
        The brand.

    Returns
    -------
    set of str
        Moments one of whose levers gets money.
    """
    return {LEVERS[lever].moment for lever, euro in brand.spend.by_lever.items() if euro > 0}


def without(brand: Brand, moments: Collection[str]) -> Brand:
    """Take a brand's money out of some moments; it is spent nowhere else.

    Parameters
    ----------
    brand : Brand
        The brand.
    moments : collection of str
        Moments.

    Returns
    -------
    Brand
        The same brand, its levers of these moments unpaid.
    """
    spend = brand.spend
    budgets = spend.moments.model_copy(update=dict.fromkeys(moments, 0.0))
    fixed = {
        lever: 0.0 if LEVERS[lever].moment in moments else euro
        for lever, euro in spend.levers.items()
    }
    less = spend.model_copy(update={"moments": budgets, "levers": fixed})
    return brand.model_copy(update={"spend": less})


def leaving(spec: Scenario, moments: Collection[str], *, own: bool, rivals: bool) -> Scenario:
    """Let the focal brand, its rivals, or all of them stop paying for some moments.

    Parameters
    ----------
    spec : Scenario
        The world.
    moments : collection of str
        The moments.
    own : bool
        Whether the focal brand stops.
    rivals : bool
        Whether all others stop.

    Returns
    -------
    Scenario
        The same world under these plans.
    """
    focal = spec.focal_brand
    brands = {
        name: without(brand, moments) if (own if name == focal else rivals) else brand
        for name, brand in spec.brands.items()
    }
    return spec.model_copy(update={"brands": brands})


class Plans:
    """The worlds that a question about moments needs, by name.

    Parameters
    ----------
    spec : Scenario
        The world; its focal brand is the brand asked about.
    moments : tuple of str
        The moments asked about.
    with_absence : bool
        Whether it is asked what absence costs, too.
    with_live : bool
        Whether every coalition is lived live, too, beside a replay.

    Attributes
    ----------
    players : tuple of str
        Those of the moments that the brand pays for.
    planned : str
        Name of the world as planned; what rules say of it depends on the moments.
    """

    def __init__(
        self,
        spec: Scenario,
        moments: tuple[str, ...],
        *,
        with_absence: bool,
        with_live: bool = False,
    ) -> None:
        self.spec = spec
        self.with_live = with_live
        self.absent = moments if with_absence else ()
        paid = funded(spec.brands[spec.focal_brand])
        self.players = tuple(moment for moment in moments if moment in paid)
        self.planned = f"as planned, touches of {'+'.join(sorted(moments))}"

    def worlds(self, replicate: int) -> dict[str, Scenario]:
        """Name the worlds of one replicate, and say what is planned in each.

        Parameters
        ----------
        replicate : int
            Which replicate.

        Returns
        -------
        dict of str to Scenario
            Name to plan.
        """
        found: dict[str, Scenario] = {}
        for coalition in wanted(self.players, replicate):
            unpaid = set(self.players) - coalition
            plan = leaving(self.spec, unpaid, own=True, rivals=False)
            found |= dict.fromkeys((self._named(unpaid), self._live(unpaid)), plan)
        for moment in self.absent:
            found |= {
                self._with(moment, who): leaving(
                    self.spec, {moment}, own=OWN not in who, rivals=RIVALS not in who
                )
                for who in PAYING
            }
        return found

    def played(self, replicate: int, sold: Mapping[tuple[int, str], Sold]) -> Played | None:
        """Put one replicate together.

        Parameters
        ----------
        replicate : int
            Which replicate.
        sold : mapping of (int, str) to Sold
            What was bought, by replicate and name of the world.

        Returns
        -------
        Played or None
            None where a world is missing.
        """
        if any((replicate, name) not in sold for name in self.worlds(replicate)):
            return None
        focal = self.spec.focal_brand

        def bought(name: str) -> int:
            return sold[replicate, name].purchases[focal]

        said = sold[replicate, self.planned].said
        if said is None:
            return None
        worth = {
            coalition: bought(self._named(set(self.players) - coalition))
            for coalition in wanted(self.players, replicate)
        }
        live = {
            coalition: bought(self._live(set(self.players) - coalition))
            for coalition in (worth if self.with_live else ())
        }
        losses = {
            moment: absence({who: bought(self._with(moment, who)) for who in PAYING})
            for moment in self.absent
        }
        return Played(replicate, worth, said, losses, live)

    def _named(self, unpaid: Collection[str]) -> str:
        """Named by what is not paid for, so that other questions find the same worlds."""
        return f"without {'+'.join(sorted(unpaid))}" if unpaid else self.planned

    def _live(self, unpaid: Collection[str]) -> str:
        """The same lived live beside a replay; the plan as it is, is the same in both."""
        name = self._named(unpaid)
        return f"{LIVE}{name}" if self.with_live and unpaid else name

    def _with(self, moment: str, who: Coalition) -> str:
        if who == BOTH:
            return self.planned
        if who == {RIVALS}:
            return self._named({moment} & set(self.players))
        return f"{'rivals' if who else 'all'} without {moment}"
