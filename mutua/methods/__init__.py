"""The mathematics: pure functions and small immutable results; no database, no clock, no randomness without a seed."""
