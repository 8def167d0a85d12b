mlmeta doctor
