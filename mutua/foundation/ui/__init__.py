"""The look: pages, parts, icons, keys. See README.md."""
