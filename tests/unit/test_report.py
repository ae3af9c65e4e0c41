"""The page of a run: what it says is what was counted, and everybody can read it."""

import re
import warnings
from dataclasses import replace
from importlib import resources

import pytest

import sim
from sim.reference.words import MEANINGS
from sim.report import COMPARED, CREDITED, SECTIONS, page, write
from sim.report.compose import RESPONDED
from sim.results import Failure, Made, Run
from sim.tables.moments import ABSENT, NO_MOMENT
from tests.counts import anything, nothing, small_cafe
from tests.markets import brand, world
from tests.pages import Page

pytestmark = pytest.mark.slow

LARGEST = 600_000
"""Bytes of a page that can be sent by e-mail."""
NAME = 'קפה תל אביב, quán cà phê Đống Đa <script>alert("x")</script> & co'
ABOUT = "Thích cửa hàng <b>và</b> con người."


def two_brands(**sections):
    market = {"days": 40, "consumers": 50} | sections.pop("market", {})
    brands = sections.pop("brands", {"acme": brand(), "bolt": brand()})
    return world(**{"name": "two", "market": market, "brands": brands, **sections})


def run_of(*replicates, spec=None, **more):
    return Run(spec or two_brands(), 7, False, replicates, **more)


def made(count=2, spec=None, **sizes):
    replicates = (anything(number, **{"days": 40, **sizes}) for number in range(count))
    return run_of(*replicates, spec=spec)


def section(run, name):
    """One section of a page: the whole takes longer."""
    return Page(page(run, [section for section in SECTIONS if section.name == name]))


@pytest.fixture(scope="module")
def cafe():
    spec = small_cafe(consumers=500, days=60, warm_up_days=10)
    return replace(sim.run(spec, reps=3), assumed=(401, 429))


@pytest.fixture(scope="module")
def told(cafe):
    return page(cafe)


@pytest.fixture(scope="module")
def read(told):
    return Page(told)


# --- what it says -------------------------------------------------------------------------------


def test_the_first_sentence_is_what_was_sold_and_which_share_that_is(cafe, read):
    units = cafe.daily.groupby(["replicate", "brand"])["purchases"].sum().unstack()
    share = (units["acme"] / units.sum(axis=1)).mean()
    assert f"Acme won {units['acme'].mean():,.0f} (± " in read.text("p")
    assert f") purchases, {100 * share:.1f} % (± " in read.text("p")


def test_the_next_sentence_is_why_most_needs_were_lost(cafe, read):
    lost = cafe.lost.groupby(["replicate", "reason"])["journeys"].sum().unstack()
    shares = lost.div(lost.sum(axis=1), axis=0).mean().sort_values(ascending=False)
    words = {"taste": "taste", "absent": "absence", "no_decision": "no decision"}
    expected = f"Of the needs it did not win, {100 * shares.iloc[0]:.0f} % were lost to "
    assert expected + words[shares.index[0]] in read.text("p")


def test_absence_is_explained_alike_by_the_page_and_by_the_word():
    lived = nothing(days=40)
    lived.market["lost"][ABSENT, 0] = 5
    told = section(run_of(lived), "answer").text("p")
    assert "100 % were lost to absence, mostly in ideas moments: people neither" in told
    assert "people neither thought of acme nor noticed it." in told
    word = "People neither thought of the brand nor noticed it."
    assert MEANINGS["lost reason"]["absent"] == word


def test_needs_lost_before_any_moment_are_told_so():
    lived = nothing(days=40)
    lived.market["lost"][ABSENT, NO_MOMENT] = 5
    run = run_of(lived)
    assert "absence, before any micro-moment occurred:" in section(run, "answer").text("p")
    told = section(run, "lost")
    assert "absent before any, 100.0 %" in told.text("p")
    assert "people neither thought of acme nor noticed it" in told.text("dd")


def test_a_loss_of_money_has_its_sign_in_front_of_the_euro():
    # Euros a week and 1,000 consumers; 50 consumers, 40 days: 4462.5 · 0.05 · 40 / 7 = 1,275.
    brands = {"acme": brand(moments={"idea": 4462.5}), "bolt": brand()}
    spec = two_brands(brands=brands)
    told = section(run_of(nothing(days=40), spec=spec), "answer").text("dd")
    assert "-€1,275" in told
    assert "€-" not in told


def test_it_says_what_plus_minus_means_and_how_much_is_assumed(read):
    told = read.text("p")
    assert "± is luck alone: the same people lived these days 3 times" in told
    assert "401 of 429 numbers of this market are assumptions" in told
    assert "It is no forecast." in told


def test_nobody_claims_to_have_counted_assumptions_where_nobody_did():
    told = section(made(), "answer").text("p")
    assert "Nobody counted how many numbers of this market are assumptions." in told
    assert "None" not in told


def test_new_people_of_each_replicate_are_called_so(cafe):
    told = section(replace(cafe, new_people=True), "answer").text("p")
    assert "other people of the same kind lived these days 3 times" in told


def test_the_table_of_brands_says_what_every_brand_sold(cafe, read):
    units = cafe.daily.groupby(["replicate", "brand"])["purchases"].sum().unstack().mean()
    cells = read.text("td").split()
    assert [name for name in units.index if f"{units[name]:,.0f}" not in cells] == []


def test_a_table_below_the_funnel_holds_its_numbers(cafe, read):
    frame = cafe.funnel
    frame = frame[(frame["brand"] == "acme") & frame["mean"].notna()]
    cells = read.text("td").split()
    assert len(frame) == 16
    assert [mean for mean in frame["mean"] if f"{100 * mean:.1f}" not in cells] == []


def test_what_users_went_through_is_told_beside_what_they_wrote(cafe):
    rude = cafe.brands.query("measure == 'rude'").set_index("brand")["mean"]
    told = section(cafe, "reviews").text("td").split()
    assert len(rude) == 4
    assert rude.between(0.01, 0.99).all()
    assert [name for name in rude.index if f"{100 * rude[name]:.1f}" not in told] == []


def test_one_replicate_tells_no_interval():
    told = page(made(count=1))
    assert "there is no ±" in told
    assert not re.search(r"±[\s\u00a0]*\d", told)


def test_two_replicates_tell_one():
    assert re.search(r"±[\s\u00a0]*\d", section(made(count=2), "answer").text("p"))


def test_subscriptions_are_contracts_renewed_or_left():
    spec = two_brands(market={"purchase": "subscription"})
    run = made(spec=spec)
    told = section(run, "answer").text("p")
    renewals = sum(lived.brands["renewals"][0] for lived in run.replicates) / 2
    assert re.search(r"Acme signed [\d,]+ \(± [\d,]+\) contracts", told)
    assert f"Its customers paid for {renewals:,.0f}" in told
    assert "of the months ended with the customer leaving" in told
    assert "purchases" not in told


def test_purchases_for_once_speak_of_no_contracts(read):
    assert not re.search("contract|renew|leaving", read.text())


def test_personas_are_compared_where_there_are_several():
    people = {"early": {"share": 0.5, "about": ABOUT}, "late": {"share": 0.5}}
    run = made(spec=two_brands(personas=people), personas=2)
    told = section(run, "personas")
    frame = run.personas
    frame = frame[frame["brand"] == "acme"].set_index(["replicate", "persona"])
    rate = (100 * frame["purchases"] / frame["consumers"]).groupby("persona").mean()
    assert f"Early: {rate['early']:,.1f} (±" in told.text("p")
    assert f"late: {rate['late']:,.1f} (±" in told.text("p")
    assert ABOUT in told.text("dd")


def test_one_kind_of_person_is_compared_with_nobody(read):
    assert "All people of this market are of one kind: consumer." in read.text("p")
    assert "personas-finding" not in read.ids()


def test_where_the_numbers_come_from_is_told(cafe):
    command = ("journey", "run", "my cafe.yaml", "--seed", "7")
    failures = (Failure(3, "ValueError: <no>"),)
    made = Made(command, "2026-01-02T03:04:05+00:00", "2026-01-02T03:05:00+00:00", failed=failures)
    told = section(replace(cafe, made=made), "origin").text("bdi")
    for fact in (
        "journey run 'my cafe.yaml' --seed 7",
        "2026-01-02T03:04:05+00:00",
        "2026-01-02T03:05:00+00:00",
        "ValueError: <no>",
        f"consumer-journey-sim {sim.__version__}",
        "500",
        "60 (and 10 before them)",
    ):
        assert fact in told


def test_a_run_that_goes_on_is_not_told_as_if_it_had_ended(cafe):
    going = replace(cafe, made=Made(("journey",), "2026-01-02T03:04:05+00:00"))
    assert "some replicates may be missing" in section(going, "origin").text("bdi")


# --- little or nothing happened -----------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("purchase", ["once", "subscription"])
def test_a_run_in_which_nothing_happened_is_told_without_complaint(count, purchase):
    spec = two_brands(market={"purchase": purchase})
    run = run_of(*(nothing(number, days=40) for number in range(count)), spec=spec)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = Page(page(run)).text("p")
    assert "nothing, and neither did anybody else." in told
    assert "No need was born in the measured days." in told
    assert "No need was lost by acme." in told
    assert "Nobody reviewed acme in the measured days." in told
    assert "nan" not in told.lower().split()


def test_a_market_of_one_brand_has_no_rivals_to_tell_of():
    spec = world(market={"days": 40, "consumers": 50}, brands={"acme": brand()}, name="one")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = Page(page(made(spec=spec, brands=1)))
    assert "Rivals" not in told.text("p")


def test_a_rating_of_few_reviews_is_called_a_lottery():
    lived = nothing(days=40)
    lived.brands["reviews"][0, 4] = 29
    assert "Below 30 reviews a rating is a lottery." in section(run_of(lived), "reviews").text("p")
    lived.brands["reviews"][0, 4] = 30
    assert "lottery" not in section(run_of(lived), "reviews").text("p")


# --- everybody can read it ----------------------------------------------------------------------


def test_every_picture_is_told_in_words_with_its_figures(read):
    pictures = read.every("svg")
    assert len(pictures) == 9
    for picture in pictures:
        assert picture["role"] == "img"
        name, finding = picture["aria-labelledby"].split()
        assert len(read.of_id(name)) > 10
        assert len(re.findall(r"\d", read.of_id(finding))) >= 3


def test_what_is_read_aloud_stands_on_the_page_too(read):
    seen = read.text("p")
    findings = [it["aria-labelledby"].split()[1] for it in read.every("svg")]
    assert [name for name in findings if read.of_id(name) not in seen] == []


def test_every_picture_has_its_numbers_in_a_table_and_a_line_on_how_to_read_it(read):
    assert len(read.every("figure")) == len(read.every("svg"))
    assert len(read.every("figcaption")) == len(read.every("details")) == len(read.every("svg"))
    assert len(read.every("caption")) == len(read.every("table")) > len(read.every("svg"))
    assert {it["scope"] for it in read.every("th")} == {"col", "row"}


def test_the_page_says_which_language_it_is_in_and_how_it_runs(read):
    assert read.every("html") == [{"lang": "en", "dir": "ltr"}]
    assert {"charset": "utf-8"} in read.every("meta")


def test_ids_are_there_once_and_links_lead_to_them(read):
    ids = read.ids()
    assert len(set(ids)) == len(ids) > 20
    targets = [it["href"].removeprefix("#") for it in read.every("a") + read.every("use")]
    assert targets
    assert set(targets) <= set(ids)
    labels = [name for _, it in read.elements for name in it.get("aria-labelledby", "").split()]
    assert set(labels) <= set(ids)


def test_the_page_asks_the_network_for_nothing_and_runs_nothing(told, read):
    assert "http" not in told
    assert not re.search(r"@import|url\((?!#)|src=", told)
    assert read.every("script") == read.every("link") == read.every("img") == []
    assert not [key for _, it in read.elements for key in it if key.startswith("on")]


def test_the_page_can_be_sent_by_mail(told):
    assert 50_000 < len(told.encode()) < LARGEST


def test_the_same_run_makes_the_same_bytes(cafe, told, tmp_path):
    cafe.save(tmp_path)
    write(Run.load(tmp_path), tmp_path / "a" / "one.html")
    assert (tmp_path / "a" / "one.html").read_text(encoding="utf-8") == told


def test_another_run_makes_another_page():
    pages = [page(made(count=count), SECTIONS[:2]) for count in (2, 3)]
    assert pages[0] != pages[1]


def test_names_in_any_script_stay_as_they_are_and_harmless():
    people = {"early": {"about": ABOUT}}
    spec = two_brands(name=NAME, market={"category": "בית קפה & <i>"}, personas=people)
    text = page(made(spec=spec))
    told = Page(text)
    assert told.every("script") == told.every("i") == told.every("b") == []
    assert NAME in told.text("title")
    assert told.text("bdi").count(NAME) == 2
    assert "בית קפה & <i>" in told.text("bdi")
    assert ABOUT in told.text("dd")
    assert {"dir": "auto"} in told.every("dd")


# --- how it is made -----------------------------------------------------------------------------


def test_a_section_is_a_function_and_a_template_of_its_name_or_that_of_studies():
    templates = {it.name for it in resources.files("sim.report").joinpath("templates").iterdir()}
    kinds = (SECTIONS, COMPARED, CREDITED, RESPONDED)
    every = [[section.name for section in kind] for kind in kinds]
    counts = [9, 11, 6, 7]
    assert [len(set(names)) for names in every] == [len(names) for names in every] == counts
    named = [{f"{name}.html" for name in names} for names in every]
    of_people = {"lives.html", "missed.html", "words.html"}
    shared = {"page.html", "parts.html", "study.html", "page.css"}
    assert named[0] | named[1] <= templates
    assert templates <= set.union(*named) | of_people | shared


def test_a_page_holds_the_sections_it_is_asked_for(cafe):
    told = Page(page(cafe, [section for section in SECTIONS if section.name == "shares"]))
    assert len(told.every("section")) == len(told.every("svg")) == 1
    assert told.text("h2") == "Share over time"


# --- the checks see what they should ------------------------------------------------------------


@pytest.mark.parametrize("text", ["<p>a", "<p><b>a</p></b>", "<div></p>"])
def test_the_check_sees_an_element_that_is_not_closed(text):
    with pytest.raises((AssertionError, IndexError)):
        Page(text)


def test_the_check_reads_texts_and_ids():
    found = Page('<p id="x">a &lt; b</p><p>c</p>')
    assert (found.ids(), found.text("p"), found.of_id("x")) == (["x"], "a < b c", "a < b")
