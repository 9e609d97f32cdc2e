from mutua.sales.models.forecast_category import ForecastCategory
from mutua.sales.models.forecast_snapshot import ForecastSnapshot, SnapshotDeal
from mutua.sales.models.lead import Lead
from mutua.sales.models.lead_answer import LeadAnswer
from mutua.sales.models.lead_consent import LeadConsent
from mutua.sales.models.lead_conversion import LeadConversion
from mutua.sales.models.lead_pool import LeadPool
from mutua.sales.models.opportunity import Opportunity
from mutua.sales.models.pipeline import Pipeline, Stage
from mutua.sales.models.quota import ForecastCall, Quota
from mutua.sales.models.stage_change import StageChange
from mutua.sales.models.territory import Territory, TerritoryAccount, TerritoryMember

__all__ = [
    "ForecastCall", "ForecastCategory", "ForecastSnapshot", "Lead", "LeadAnswer", "LeadConsent", "LeadConversion", "LeadPool", "Opportunity", "Pipeline", "Quota", "SnapshotDeal", "Stage",
    "StageChange", "Territory", "TerritoryAccount", "TerritoryMember",
]  # fmt: skip
