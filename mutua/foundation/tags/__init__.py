"""Words that people hang on records to find them again. See README.md."""
