from mutua.sales.models.lead import Lead
from mutua.sales.models.lead_answer import LeadAnswer
from mutua.sales.models.opportunity import Opportunity
from mutua.sales.models.pipeline import Pipeline, Stage
from mutua.sales.models.stage_change import StageChange
from mutua.sales.models.territory import Territory, TerritoryAccount, TerritoryMember

__all__ = ["Lead", "LeadAnswer", "Opportunity", "Pipeline", "Stage", "StageChange", "Territory", "TerritoryAccount", "TerritoryMember"]
