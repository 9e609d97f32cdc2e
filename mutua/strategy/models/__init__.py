from mutua.strategy.models.assumption import Assumption, AssumptionCheck
from mutua.strategy.models.board_weights import BoardWeights
from mutua.strategy.models.business_case import BusinessCase
from mutua.strategy.models.case_reading import CaseDay, CaseReading
from mutua.strategy.models.criterion import Criterion
from mutua.strategy.models.customer_strategy import CustomerStrategy
from mutua.strategy.models.frozen_map import FrozenMap
from mutua.strategy.models.generic_strategy import GenericStrategy
from mutua.strategy.models.initiative import Initiative
from mutua.strategy.models.lever import ChosenLever, Lever
from mutua.strategy.models.market_position import MarketPosition
from mutua.strategy.models.objection import Objection
from mutua.strategy.models.objective import CountedOutcome, Evidence, Measurement, Objective
from mutua.strategy.models.review import Review
from mutua.strategy.models.segment import Segment, SegmentMember
from mutua.strategy.models.served_need import ServedNeed
from mutua.strategy.models.strategy_version import StrategyVersion
from mutua.strategy.models.summary_look import SummaryLook
from mutua.strategy.models.swot_item import Option, SwotItem
from mutua.strategy.models.verdict_turn import VerdictTurn

__all__ = [
    "Assumption",
    "AssumptionCheck",
    "BoardWeights",
    "BusinessCase",
    "CaseDay",
    "CaseReading",
    "ChosenLever",
    "CountedOutcome",
    "Criterion",
    "CustomerStrategy",
    "Evidence",
    "FrozenMap",
    "GenericStrategy",
    "Initiative",
    "Lever",
    "MarketPosition",
    "Measurement",
    "Objection",
    "Objective",
    "Option",
    "Review",
    "Segment",
    "SegmentMember",
    "ServedNeed",
    "StrategyVersion",
    "SummaryLook",
    "SwotItem",
    "VerdictTurn",
]
