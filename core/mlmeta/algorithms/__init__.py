"""From a kind to its class: namespaces, specs that are data, specs as data."""
