"""What of relationships goes with a shipment that an import had brought and that is taken out again.

What the watch had counted of it goes; the measures of the account are read anew (`mutua/flows/shipments_taken_back_are_counted_again.py`).
"""

from __future__ import annotations

from mutua.foundation.imports.undoing.uses import goes_along, stands_without

goes_along("relationships.WatchedOutcome")
goes_along("relationships.ToleranceAlarm")
# A difference says what both sides said; once one of them is gone, the list is made anew.
stands_without("relationships.Difference", "shipment")
stands_without("relationships.Difference", "invoice")
stands_without("relationships.Difference", "case")
