"""What a reader meets before any figure: the landing page, the folded code, the questions."""

import pytest

from orbitronics import motion, nm
from orbitronics.web import landing

MOVE = """([i, value]) => {
  const slider = document.querySelectorAll("live-torque input")[i];
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const one = document.querySelector("live-torque");
  return [one.share, one.querySelector("output").textContent, one.querySelector(".live-torque-said").textContent,
    one.querySelector(".move-torque").getBoundingClientRect().height];
}"""


# how far each electron is from the middle of its ring, in radii of the ring
ON_RING = """() => [...document.querySelectorAll(".move-orbit")].map((one) => {
  const [ring, dot] = [".orbit", ".electron"].map((name) => one.querySelector(name).getBoundingClientRect());
  const away = (from, size) => 2 * (dot[from] + dot[size] / 2 - ring[from] - ring[size] / 2) / ring[size];
  return Math.hypot(away("x", "width"), away("y", "height")); })"""


def test_landing_page_shows_the_torque(visit):
    page = visit("book/intro.html", viewport={"width": 1280, "height": 900})
    page.wait_for_function("document.querySelector('live-torque').state === 'live'")
    rings = page.evaluate(ON_RING)
    assert len(rings) == 5 and rings == pytest.approx([1] * 5, abs=0.05), "electrons stay on their rings"
    box = page.locator("live-torque svg").bounding_box()
    assert box["y"] + box["height"] < 900, "the picture is below the first screen"
    share, _, said, small = page.evaluate(MOVE, [0, 5])
    assert share == pytest.approx(landing.share(5 * nm, 0.5), rel=1e-12)
    assert said == "The torque on the magnet is 1.1 % of the orbital current that the metal drives."
    share, output, said, _ = page.evaluate(MOVE, [0, 20])
    assert share == pytest.approx(landing.share(20 * nm, 0.5), rel=1e-12)
    assert output == "20 nm"
    assert said.startswith("The torque on the magnet is 2.8 %")
    page.wait_for_timeout(300)
    assert page.locator(".move-torque").bounding_box()["height"] > 1.5 * small
    share, *_ = page.evaluate(MOVE, [1, 0])
    assert share == 0
    for way in page.locator("a.way").all():
        assert way.get_attribute("href")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360


def test_landing_page_without_javascript(visit):
    page = visit("book/intro.html", java_script_enabled=False)
    assert page.locator("live-torque svg").is_visible()
    assert "1.1 %" in page.locator(".live-torque-said").inner_text()
    assert not page.locator(".live-torque-sliders").is_visible()


def test_a_stack_without_javascript_takes_no_more_room_than_its_drawing(visit):
    page = visit("book/theory.html", java_script_enabled=False)
    stack = page.locator("live-stack").first
    inside = stack.evaluate("(one) => [...one.children].reduce((sum, part) => sum + part.offsetHeight, 0)")
    assert inside > 50
    assert stack.bounding_box()["height"] < inside + 60


def test_one_switch_opens_the_code(visit):
    page = visit("book/thickness.html")
    code = page.locator("article .cell.folded > details.hide pre")
    assert code.count() > 5
    assert not any(one.is_visible() for one in code.all())
    outputs = page.locator("article .cell.folded .cell_output").first
    assert outputs.is_visible()
    switch = page.get_by_role("button", name="Show the code")
    switch.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Fold the code").get_attribute("aria-pressed") == "true"
    assert code.first.is_visible()
    page.reload()
    assert code.first.is_visible(), "the choice is kept"
    page.get_by_role("button", name="Fold the code").click()
    assert not code.first.is_visible()
    # a solution's code lies in the solution, which is folded
    assert page.locator(".solution .cell").count() == page.locator(".cell.tag_hide-cell").count() > 0
    inside = page.locator(".solution .cell").first
    assert not inside.is_visible()
    page.locator(".solution", has=page.locator(".cell")).first.locator(".toggle-button").click()
    assert inside.is_visible()


QUIZ = """() => [...document.querySelectorAll("#questions > p[data-order]")].map(head => {
  const folds = [];
  for (let next = head.nextElementSibling; next?.matches("details"); next = next.nextElementSibling) folds.push(next);
  return folds.map(fold => [fold.querySelector(".sd-summary-text").textContent.slice(0, 3),
    fold.querySelector(".sd-summary-content").textContent.trim().slice(0, 5)]);
})"""


def test_questions_answer(visit):
    page = visit("book/thickness.html")
    score = page.locator(".quiz-score")
    assert score.inner_text() == "6 questions. Choose an answer to see whether it is right, and why."
    orders = set()
    for _ in range(6):
        shown = page.evaluate(QUIZ)
        assert all([letter for letter, _ in one] == ["A. ", "B. ", "C. "][: len(one)] for one in shown)
        assert all(sum(why == "Right" for _, why in one) == 1 for one in shown)
        orders.add(tuple(page.evaluate("[...document.querySelectorAll('p[data-order]')].map(p => p.dataset.order)")))
        page.reload()
    assert len(orders) > 1, "the choices always stand in the same order"

    first = page.locator("#questions > details.quiz-choice")
    for i in range(3):
        if "Wrong" in first.nth(i).locator(".sd-summary-content").text_content():
            first.nth(i).locator("summary").click()
            assert "quiz-wrong" in first.nth(i).get_attribute("class")
            break
    assert score.inner_text() == "0 of 1 right at the first try, 5 to go."

    entry, output = page.locator(".quiz-number input"), page.locator(".quiz-number output")
    answer = page.locator(".quiz-number + details .sd-summary-content")
    for typed, said in (("x", "Please type a number"), ("5", "Not yet"), ("3,69", "Right.")):
        entry.fill(typed)
        entry.press("Enter")
        assert output.inner_text().startswith(said)
        assert answer.is_visible() == (said == "Right.")
    assert score.inner_text() == "0 of 2 right at the first try, 4 to go."


def test_a_number_with_a_unit_is_asked_for(visit):
    page = visit("book/theory.html")
    assert page.locator(".quiz-number span").inner_text() == "nm"
    page.locator(".quiz-number input").fill("0.62")
    page.locator(".quiz-number button").click()
    assert page.locator(".quiz-number output").inner_text() == "Right."


def test_links_in_the_text_move_the_macrospin(visit):
    page = visit("book/motion.html")
    assert page.locator(".live-caption").inner_text().startswith("Live figure 1. The magnetisation in motion: its path")
    assert page.locator(".spin-before").get_attribute("d") == ""
    for name, changed in (
        ("Reverse the current", {"b_DL": 0.04}),
        ("the field as well", {"b_DL": 0.04, "B_x": -0.02}),
        ("0.5", {"b_DL": -0.03, "alpha": 0.5}),  # a preset that another had changed
        ("comes down on the other side", motion.preset("switching, in plane")),
    ):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_function(
            """(end) => {
              const said = document.querySelector(".spin-status").textContent.replaceAll("−", "-");
              return said.match(/\\((.*)\\)/)[1].split(", ").every((part, i) => Math.abs(part - end[i]) < 0.006);
            }""",
            arg=motion.motion(**changed).m[:, -1].tolist(),
        )
    assert page.locator(".spin-before").get_attribute("d").count("L") == 599, "the path before stays to compare with"
    page.get_by_role("button", name="damping", exact=True).click()
    assert page.locator(".spin-before").get_attribute("d") == ""


AWAY = """() => [...document.querySelectorAll("article section > :is(p, ul, .solution) .math, article td .math")]
  .filter((one) => !one.checkVisibility({ contentVisibilityAuto: true })).length"""
# which paragraph stands first in the window, and where
FIRST = """() => {
  const all = [...document.querySelectorAll("article section > p")].map((one) => one.getBoundingClientRect().top);
  const i = all.findIndex((top) => top > 80);
  return [i, all[i]];
}"""


def test_what_is_far_away_is_laid_out_later(visit):
    """Formulas out of sight wait until the page has loaded; a reader who comes back finds her place."""
    page = visit("book/cite.html")
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => requestAnimationFrame(() => requestAnimationFrame(() => {"
        "window.first = getComputedStyle(document.querySelector('article section > p')).contentVisibility;"
        f"window.away = ({AWAY})(); }})))"
    )
    page.goto(page.url.replace("cite", "theory"))
    page.wait_for_function("() => window.away !== undefined")
    assert page.evaluate("window.away") > 100
    assert page.evaluate("window.first") == "visible", "what a reader sees first would move"
    page.wait_for_selector("html:not(.late)", state="attached")
    assert page.evaluate(AWAY) == 0
    page.mouse.move(600, 400)
    for _ in range(20):
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(30)
    page.wait_for_timeout(500)
    i, top = page.evaluate(FIRST)
    assert i > 10
    page.reload(wait_until="networkidle")
    page.wait_for_function("() => window.away === 0")
    page.wait_for_function(
        f"(wanted) => ({FIRST})().every((one, i) => Math.abs(one - wanted[i]) < 2)", arg=[i, top]
    )  # on a slow machine the place is found late


def test_a_link_to_a_definition_leads_to_it(visit):
    """What stands above it has its height by then."""
    page = visit("book/api.html#orbitronics.Solution.charge_current")
    page.wait_for_function("() => Math.abs(document.querySelector(':target').getBoundingClientRect().top - 64) < 40")
    again = visit("book/api.html")
    deferred = "getComputedStyle(document.querySelector('article section ~ section > dl')).contentVisibility"
    again.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ window.first = {deferred}; }})")
    again.goto(f"{again.url}?again")
    assert again.evaluate("window.first") == "auto"


def test_nothing_passes_beside_the_header(visit):
    """Where a figure takes the margin, the contents fold at once and close the header above it."""
    page = visit("book/thickness.html", viewport={"width": 1280, "height": 800})
    contents = page.locator(".bd-sidebar-secondary:not(.hide)")
    assert contents.evaluate("one => { one.classList.add('hide'); return one.offsetHeight; }") < 50
    page.evaluate("scrollBy(0, document.querySelector('live-figure').getBoundingClientRect().top + 150)")
    page.wait_for_selector(".bd-sidebar-secondary.hide")
    reached = "x => Boolean(document.elementFromPoint(x, 24).closest('live-figure'))"
    assert [x for x in range(300, 1240, 20) if page.evaluate(reached, x)] == []


def test_a_link_that_moves_a_figure_wraps(visit):
    page = visit("book/background_diffusion.html", viewport={"width": 360, "height": 740})
    lines = page.locator("article > section p a.live-link").evaluate_all(
        "all => all.map(one => one.getClientRects().length)"
    )
    assert max(lines) > 1


def test_sensitivities_fit_a_phone(visit):
    """With the column of uncertainties, which are there to be typed."""
    page = visit("book/stack.html", viewport={"width": 360, "height": 740}, has_touch=True)
    page.wait_for_selector("live-stack[state=live]")
    page.click("[data-tab=matters]")
    page.wait_for_selector(".own-percent")
    table = page.locator(".own-matters .own-scroll")
    assert table.evaluate("one => one.scrollWidth <= one.clientWidth")
