"""Django's PostgreSQL backend, whose statements are put together once for each shape of a query (docs/decisions/statements-are-kept-by-the-shape-of-the-query.md)."""
