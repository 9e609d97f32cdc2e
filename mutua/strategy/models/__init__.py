from mutua.strategy.models.customer_strategy import CustomerStrategy
from mutua.strategy.models.generic_strategy import GenericStrategy
from mutua.strategy.models.lever import ChosenLever, Lever
from mutua.strategy.models.objective import CountedOutcome, Evidence, Measurement, Objective
from mutua.strategy.models.review import Assumption, Review
from mutua.strategy.models.segment import Segment, SegmentMember
from mutua.strategy.models.strategy_version import StrategyVersion

__all__ = [
    "Assumption",
    "ChosenLever",
    "CountedOutcome",
    "CustomerStrategy",
    "Evidence",
    "GenericStrategy",
    "Lever",
    "Measurement",
    "Objective",
    "Review",
    "Segment",
    "SegmentMember",
    "StrategyVersion",
]
