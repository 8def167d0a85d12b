"""The programs under `tools` are run, not imported: they find each other beside themselves."""

collect_ignore = ["tools"]
