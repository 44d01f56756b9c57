"""Make networks.json: stacks of every kind in plain form, and what they answer to 60 digits, stored as doubles.

``python tests/data/make_networks.py`` keeps the stacks of the file and computes the answers anew, with the mode solver
`tests/network.py`, which shares no code with the library.  All numbers are in SI units, for E = 1 V/m or V = 1 V:

- of each channel, for each layer, mu_s, mu_o, J_s, J_o just inside its lower and its upper face;
- of each magnet, in its own frame, the absorbed and the exchange torque;
- what the inverse effects add to the sheet conductance: Z_t across and Z_l along m, and smr = Z_l - Re Z_t;
- of each magnet that precesses, in the common frame: the own and the absorbed torque, and the charge current.
"""

import json
import sys
from pathlib import Path

import mpmath as mp

HERE = Path(__file__).parent
FILE = HERE / "networks.json"
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]


def pair(x):
    x = mp.mpmathify(x)
    return [float(mp.re(x)), float(mp.im(x))]


def answers(stack, closure):
    """All that is stored of one stack."""
    import network

    found = {}
    with mp.workdps(60):
        Z = {}
        for channel in ("transverse", "longitudinal"):
            solved = network.solve(stack, closure, channel)
            found[channel] = [[[pair(x) for x in (*mu, *J)] for mu, J in one[:2]] for one in solved]
            Z[channel] = network.collected(stack, solved)
            if channel == "transverse":
                found["torque"] = [torques(stack, i, solved) for i in magnets(stack)]
        Z_t, Z_l = Z["transverse"], mp.re(Z["longitudinal"])
        found |= {"Z_t": pair(Z_t), "Z_l": float(Z_l), "smr": float(Z_l - mp.re(Z_t))}
        found["pumping"] = []
        for i in magnets(stack):
            solved = network.solve(stack, closure, "transverse", 0.0, i)
            (_, low), (_, up), one, c = solved[i]
            own = one.sigma_s * one.X * (one.integral(c)[0] + one.d)
            found["pumping"].append([pair(own), pair(low[0] - up[0]), pair(network.collected(stack, solved))])
    return found


def magnets(stack):
    return [i for i, layer in enumerate(stack.layers) if layer.magnetic]


def torques(stack, i, solved):
    (_, low), (_, up), one, c = solved[i]
    both = low[0] - up[0], one.sigma_s * one.X * one.integral(c)[0]
    return [pair(x if stack.layers[i].material.m == 1 else mp.conj(x)) for x in both]


def main():
    """Compute all answers anew."""
    from orbitronics import Stack

    cases = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
    for case in cases:
        case["answers"] = answers(Stack.from_dict(case["stack"]), case["closure"])
    text = ",\n".join(json.dumps(case) for case in cases)
    FILE.write_text(f'{{"cases": [\n{text}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
