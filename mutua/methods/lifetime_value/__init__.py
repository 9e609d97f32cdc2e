"""How long customers stay, how often they buy, how much they are worth: probability models for customers who leave without saying so.

BG/NBD: Fader, Hardie & Lee 2005, “Counting your customers” the easy way. Pareto/NBD: Schmittlein, Morrison & Colombo 1987, Counting your
customers: who are they and what will they do next? Gamma-Gamma: Fader & Hardie 2013, The Gamma-Gamma model of monetary value.
"""

from mutua.methods.lifetime_value.bg_nbd import BgNbd, fit_bg_nbd
from mutua.methods.lifetime_value.gamma_gamma import GammaGamma, fit_gamma_gamma
from mutua.methods.lifetime_value.inputs import FEWEST, TooFew
from mutua.methods.lifetime_value.pareto_nbd import ParetoNbd, fit_pareto_nbd
from mutua.methods.lifetime_value.summary import Summary, summarise
from mutua.methods.lifetime_value.worth import lifetime_value

__all__ = [
    "FEWEST",
    "BgNbd",
    "GammaGamma",
    "ParetoNbd",
    "Summary",
    "TooFew",
    "fit_bg_nbd",
    "fit_gamma_gamma",
    "fit_pareto_nbd",
    "lifetime_value",
    "summarise",
]
