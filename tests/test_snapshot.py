"""Pictures hold, and the page is told, what was kept when it was last looked at (see `snapshot.py`)."""

import json
import re

import numpy as np
import pytest
import snapshot

KEPT = json.loads(snapshot.KEPT.read_text(encoding="utf-8"))
NUMBER = re.compile(r"-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b")
AGAIN = "If it is meant, look at it and run python tests/snapshot.py."


@pytest.fixture(scope="module")
def drawn():
    return {name: snapshot.told(figure) for name, figure in snapshot.drawn()}


@pytest.fixture(scope="module")
def declared():
    return dict(snapshot.declared())


def test_all_is_kept(drawn, declared):
    assert list(drawn) == list(KEPT["drawn"]) and list(declared) == list(KEPT["declared"])


@pytest.mark.parametrize("name", KEPT["drawn"])
def test_a_picture_is_as_it_was(name, drawn):
    now, then = drawn[name], KEPT["drawn"][name]
    assert len(now) == len(then), f"{name} holds {len(now)} things, and {len(then)} before. {AGAIN}"
    for here, there in zip(now, then, strict=True):
        said = f"{name}: {here}\nbefore: {there}\n{AGAIN}"
        assert NUMBER.sub("#", here) == NUMBER.sub("#", there), said
        numbers = [np.array(NUMBER.findall(one), float) for one in (here, there)]
        assert np.allclose(*numbers, rtol=5e-4, atol=1e-6), f"{said} Numbers may differ by 0.05 %."


@pytest.mark.parametrize("name", KEPT["declared"])
def test_the_page_is_told_what_it_was(name, declared):
    now, then = declared[name], KEPT["declared"][name]
    assert len(now) == len(then), f"{name} has {len(now)} numbers, and {len(then)} before. {AGAIN}"
    for (place, here), there in zip(now.items(), then, strict=True):
        assert here == pytest.approx(there, rel=1e-9, nan_ok=True), f"{place} is {here}, and {there} before. {AGAIN}"
