"""Looking as often as you like: evidence that stays valid at every look, whenever one stops.

An interval or a test of the ordinary kind keeps its promise at one look that was fixed beforehand. A strategy is looked
at every week, and a delivery as soon as it is known; then the ordinary 5 % test is wrong in a third to a half of all healthy cases.
Everything here rests on Ville's inequality instead: a fair game that starts with 1 reaches 1/alpha with probability
at most alpha, *ever*.

- `MeanSequence`: an interval for the mean, at all looks at once.
- `RateMonitor`: is a rate, since the start, below what it must be?
- `ShiftMonitor`: has it fallen lately?
- `e_bh`: of many strategies looked at together, which stand out even so?
- `verdict`: continue, amend, abandon, or keep collecting.

States are dictionaries of JSON values. They are built by additions and multiplications only, one observation after the
other, so stopping and resuming anywhere, in whatever chunks and on whatever machine, gives the same digits.
Needs nothing but the standard library; any iterable of numbers will do, numpy arrays included.
"""

from __future__ import annotations

from mutua.methods.sequential.decision import Verdict, verdict
from mutua.methods.sequential.evidence import Evidence
from mutua.methods.sequential.many import e_bh
from mutua.methods.sequential.mean import Interval, MeanSequence
from mutua.methods.sequential.rate import RateMonitor
from mutua.methods.sequential.shift import ShiftMonitor

__all__ = ["Evidence", "Interval", "MeanSequence", "RateMonitor", "ShiftMonitor", "Verdict", "e_bh", "verdict"]
