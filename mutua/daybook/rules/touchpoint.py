"""At which touchpoint a contact happened, where nobody has said it."""

from __future__ import annotations

# The function of the department in which the person works tells which process brought the two together.
BY_FUNCTION = {
    "logistics": "physical-delivery",
    "warehouse": "physical-delivery",
    "receiving": "physical-delivery",
    "customer-service": "order-management",
    "accounts-payable": "invoicing-payment",
    "accounts-receivable": "invoicing-payment",
    "planning": "demand-planning",
    "marketing": "promotion-planning",
    "quality": "claims-service",
    "systems": "product-information",
}
# What a contact came with, where no department is known: an EDI message is about an order, a portal request too.
BY_CHANNEL = {"edi": "order-management", "portal": "order-management"}
ELSE = "account-review"


def infer_touchpoint(function: str | None, channel: str = "") -> str:
    """The key of the touchpoint: by the department's function, by the channel, or else account review."""
    return BY_FUNCTION.get(function or "") or BY_CHANNEL.get(channel) or ELSE
