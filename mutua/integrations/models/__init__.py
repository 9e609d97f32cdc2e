from mutua.integrations.models.webhook_delivery import WebhookDelivery
from mutua.integrations.models.webhook_endpoint import WebhookEndpoint

__all__ = ["WebhookDelivery", "WebhookEndpoint"]
