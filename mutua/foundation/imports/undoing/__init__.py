"""Taking an import back: afterwards it never was, but for what people have done since, which is kept and listed. See ../README.md."""
