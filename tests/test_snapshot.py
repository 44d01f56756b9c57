"""Pictures hold, and the page is told, what was kept when it was last looked at (see `snapshot.py`)."""

import pytest
import snapshot
from snapshot import AGAIN

DRAWN, DECLARED = snapshot.kept("drawn"), snapshot.kept("declared")


@pytest.fixture(scope="module")
def drawn():
    return {name: snapshot.told(figure) for name, figure in snapshot.drawn()}


@pytest.fixture(scope="module")
def declared():
    return dict(snapshot.declared())


def test_all_is_kept(drawn, declared):
    assert list(drawn) == list(DRAWN) and list(declared) == list(DECLARED)


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_as_it_was(name, drawn):
    snapshot.check(name, drawn[name], DRAWN[name])


@pytest.mark.parametrize("name", DECLARED)
def test_the_page_is_told_what_it_was(name, declared):
    now, then = declared[name], DECLARED[name]
    assert len(now) == len(then), f"{name} has {len(now)} numbers, and {len(then)} before. {AGAIN}"
    for (place, here), there in zip(now.items(), then, strict=True):
        assert here == pytest.approx(there, rel=1e-9, nan_ok=True), f"{place} is {here}, and {there} before. {AGAIN}"
