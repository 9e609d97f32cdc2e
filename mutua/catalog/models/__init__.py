from mutua.catalog.models.offering import Offering
from mutua.catalog.models.product import Product

__all__ = ["Offering", "Product"]
