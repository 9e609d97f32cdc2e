"""Fields of records: built in, rolled up from higher storeys, and custom. See README.md."""
