"""Reported values and units: the numbers of the file follow from what was printed."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import orbitronics as ob
from orbitronics.constants import E_CHARGE, MU_0, H

FILE = Path(ob.__file__).parent / "workbench" / "literature.json"
ENTRIES = json.loads(FILE.read_text(encoding="utf-8"))["entries"]
TOLD_BY_THE_SOURCE = {"ps", "1"}  # no quantity of the library


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"{e['material']} {e['quantity']} {e['value']}")
def test_value_is_what_was_printed(entry):
    value, unit = np.array(entry["value"], float), entry["unit"]
    if entry["quantity"] == "G_mix":  # the note tells the convention
        expected = 2 * value if "2 G_r" in entry["note"] else 2 * E_CHARGE**2 / H * value
    elif unit in TOLD_BY_THE_SOURCE:
        expected = value * {"ps": 1e-12, "1": 1.0}[unit]
    else:
        expected = ob.units(value, unit)
    assert np.array(entry["value_SI"]) == pytest.approx(expected, rel=1e-9)
    assert entry["reference"] and "as above" not in entry["reference"]
    assert entry["read"]


def test_sources_that_contradict_each_other_stand_side_by_side():
    values = sorted(one.value for one in ob.literature("V", "lambda_o"))
    assert values == [2e-9, 1.5e-8]
    halls = [one.value for one in ob.literature("V", "sigma_OHE") if one.value is not None]
    assert min(halls) < 0 < max(halls) and len(halls) == 3
    cr = ob.literature("Cr")
    assert {one.quantity for one in cr} == {"sigma_OHE", "lambda_o"}
    (length,) = ob.literature("Cr", "lambda_o")
    assert (length.value, length.uncertainty, length.unit) == (6.6e-9, pytest.approx(0.6e-9), "m")
    assert length.printed == "6.6 ± 0.6 nm"


def test_names_and_the_table():
    assert {one.material for one in ob.literature("Ta")} == {"Ta", "Ta (beta)", "Ni80Fe20|Ta"}
    assert [one.value for one in ob.literature("Mn", "sigma_OHE")] == [None]  # a range
    assert len(ob.literature()) == len(ENTRIES)
    text = repr(ob.literature("Cr"))
    assert "2306.10673" in text and "6.6 ± 0.6 nm" in text and "abstract" in text
    with pytest.raises(ValueError, match="no material 'Unobtainium'; it has Al, Co"):
        ob.literature("Unobtainium")
    with pytest.raises(ValueError, match="no quantity 'lambda_s'; it has lambda_o, sigma_OHE"):
        ob.literature("Cr", "lambda_s")


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (5.0, "1e3 (hbar/e)/(ohm cm)", None, 1e6),
        (78, "(ħ/2e) Ω⁻¹ cm⁻¹", None, 7800),
        (1e6, "S/m", "(hbar/e)/(ohm cm)", 5000),
        (1e6, "S/m", "(hbar/2e)/(ohm cm)", 1e4),
        (3.0, "(hbar/e)(ohm cm)^-1", "hbar/2e S/m", 600),
        (50.0, "µΩ cm", "S/m", 2e6),
        (2e6, "1/(ohm m)", "uohm cm", 50),
        (50.0, "μΩ·cm", None, 5e-7),
        (1000, "emu/cm^3", None, 1e6),
        (1.4e6, "A/m", "emu/cc", 1400),
        (1.0, "Oe", None, 1e-4),
        (1.0, "Oe", "A/m", 1e-4 / MU_0),
        (1e6, "A/m", "T", MU_0 * 1e6),
        (5.0, "Å", "nm", 0.5),
        (1e7, "A/cm^2", None, 1e11),
        (1.0, "fohm m^2", "S/m^2", 1e15),
        (2.0, "Ω⁻¹ m⁻²", None, 2.0),
    ],
)
def test_units(value, unit, to, expected):
    assert ob.units(value, unit, to) == pytest.approx(expected, rel=1e-12)
    back = ob.units(np.array([expected]), to or _si(unit), unit)
    assert back == pytest.approx(value, rel=1e-12)


def _si(unit):
    if "emu" in unit:
        return "A/m"
    if "Oe" in unit:
        return "T"
    if "A/cm" in unit:
        return "A/m^2"
    if "m⁻²" in unit:
        return "S/m^2"
    return "ohm m" if re.match("[uμµ]?Ω", unit) else "S/m"


def test_units_that_do_not_fit():
    with pytest.raises(ValueError, match="'nm' is a unit of length, 'S/m' of conductivity"):
        ob.units(1.0, "nm", "S/m")
    with pytest.raises(ValueError, match=r"'furlong' is not known; units are such as \(hbar/e\)/\(ohm cm\)"):
        ob.units(1.0, "furlong")
    with pytest.raises(ValueError, match="value = 0 uohm cm has no reciprocal in S/m"):
        ob.units(0.0, "uohm cm", "S/m")
    for unit in ("hbar/e nm", "nm^2", "m/", "", "e", "(hbar/e)/(ohm cm"):
        with pytest.raises(ValueError, match="is not known; units are such as"):
            ob.units(1.0, unit)
    with pytest.raises(ValueError, match="is a unit of conductivity, 'uohm cm' of resistivity"):
        ob.units(1.0, "(hbar/e)/(ohm cm)", "uohm cm")
    with pytest.raises(TypeError, match="a unit is text"):
        ob.units(1.0, 3)
