from mutua.foundation.money.models.exchange_rate import ExchangeRate

__all__ = ["ExchangeRate"]
