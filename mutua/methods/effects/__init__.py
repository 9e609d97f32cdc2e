"""What an activity brought, against what would have happened without it.

    from mutua.methods.effects import group_time_effects, shrink, two_way_fixed_effects

`group_time_effects` compares units that began to be treated with units that did not, group by group and period by period, and so
stays right where units begin at different times and effects grow or differ. `two_way_fixed_effects` is the usual regression, which
does not; it is shown beside it as the naive answer. `shrink` pulls several estimates towards each other as far as chance allows, so
that the luckiest is not taken for the best.

Methods: Callaway & Sant'Anna 2021, *Difference-in-differences with multiple time periods*; Sant'Anna & Zhao 2020, *Doubly robust
difference-in-differences estimators* (with covariates); DerSimonian & Laird 1986, *Meta-analysis in clinical trials*, and empirical
Bayes after Morris 1983 (shrinking).
"""

from mutua.methods.effects.group_time import GroupTimeEffects, PreTrend, group_time_effects
from mutua.methods.effects.naive import two_way_fixed_effects
from mutua.methods.effects.numbers import Estimate
from mutua.methods.effects.shrinking import Shrunk, shrink

__all__ = ["Estimate", "GroupTimeEffects", "PreTrend", "Shrunk", "group_time_effects", "shrink", "two_way_fixed_effects"]
