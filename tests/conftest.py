"""Rules for all tests."""

import pytest

# `pytest.approx` lets pass what differs by less than 1e-12, which is all of a length in metres or of a charge in
# coulombs.  Here a number is compared by its own size; a test that expects 0 says how near.
type(pytest.approx(1.0)).DEFAULT_ABSOLUTE_TOLERANCE = 0.0
