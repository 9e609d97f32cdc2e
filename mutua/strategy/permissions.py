"""What may be done about strategies. They are the company's: whoever may see one sees all; members and accounts follow the account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, everybody, sees, through
from mutua.strategy.models import (
    Assumption,
    AssumptionCheck,
    BoardWeights,
    BusinessCase,
    CaseDay,
    CaseReading,
    ChosenLever,
    CountedOutcome,
    Criterion,
    CustomerStrategy,
    Evidence,
    FrozenMap,
    GenericStrategy,
    Initiative,
    Lever,
    MarketPosition,
    Measurement,
    Objection,
    Objective,
    Option,
    Review,
    Segment,
    SegmentMember,
    ServedNeed,
    StrategyVersion,
    SwotItem,
    VerdictTurn,
)

LOOK = ("manager", "representative", "agent", "marketer", "executive")
DECIDE = ("manager", "executive")

declare("strategy.segment.view", _("See segments"), roles=LOOK)
declare("strategy.segment.edit", _("Add and change segments"), roles=(*DECIDE, "marketer"))
declare("strategy.strategy.view", _("See strategies and their evidence"), roles=LOOK)
declare("strategy.strategy.edit", _("Write strategies, their objectives and levers"), roles=DECIDE)
declare("strategy.strategy.challenge", _("Object to a strategy that is challenged"), roles=LOOK)
declare("strategy.strategy.approve", _("Approve and activate strategies"), roles=("executive",))
declare("strategy.review.decide", _("Decide to continue, amend or abandon"), roles=DECIDE)
declare("strategy.customer_strategy.edit", _("Write the strategy for one customer"), roles=("manager", "representative"))

for _model in (GenericStrategy, StrategyVersion, Lever, ChosenLever, Objective, Evidence, Measurement, VerdictTurn, Review, Assumption):
    sees(_model, everybody(), permission="strategy.strategy.view")
for _part in (
    Criterion,
    MarketPosition,
    Initiative,
    SwotItem,
    Option,
    Objection,
    AssumptionCheck,
    BoardWeights,
    BusinessCase,
    CaseReading,
    CaseDay,
    FrozenMap,
):
    sees(_part, everybody(), permission="strategy.strategy.view")
sees(ServedNeed, through("need"), permission="strategy.strategy.view")
sees(Segment, everybody(), permission="strategy.segment.view")
sees(SegmentMember, through("account", "person", "household"), permission="strategy.segment.view")
sees(CountedOutcome, through("account"), permission="strategy.strategy.view")
sees(CustomerStrategy, through("account"), permission="strategy.strategy.view")
