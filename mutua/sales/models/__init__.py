from mutua.sales.models.opportunity import Opportunity
from mutua.sales.models.pipeline import Pipeline, Stage
from mutua.sales.models.stage_change import StageChange

__all__ = ["Opportunity", "Pipeline", "Stage", "StageChange"]
