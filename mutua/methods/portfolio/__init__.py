"""Which investments, and when: a mixed-integer programme solved to a proven gap.

    from mutua.methods.portfolio import Candidate, choose, greedy

Every candidate may start once, in one period of the horizon, and then costs money, takes hours of teams and brings returns.
`choose` finds the plan with the highest discounted net value under budgets, hours, prerequisites and readiness gates;
`greedy` is the usual way (best return on investment first), shown beside it.

Method: the 0/1 start-time programme of project selection and scheduling (Weingartner 1963; Pritsker, Watters & Wolfe 1969). The linear relaxation
(HiGHS, through SciPy) gives a bound and prices; prices fix what cannot be part of a better plan (reduced-cost fixing, Balas
& Zemel 1980); OR-Tools CP-SAT searches the rest. Both are imported inside functions, because they are slow to load.
`highspy` cannot be loaded into the same process as OR-Tools (both bring a library of HiGHS), so it is not used here.
"""

from mutua.methods.portfolio.candidate import Candidate
from mutua.methods.portfolio.choosing import Choice, Standing, choose, greedy
from mutua.methods.portfolio.floor import Floor
from mutua.methods.portfolio.reasons import WhyNot

__all__ = ["Candidate", "Choice", "Floor", "Standing", "WhyNot", "choose", "greedy"]
