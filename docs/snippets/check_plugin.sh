mlmeta doctor --deep
