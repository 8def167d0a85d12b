"""What plugins may say and do, and how they are found, read and loaded: manifests, hooks, the registry, quarantine."""
