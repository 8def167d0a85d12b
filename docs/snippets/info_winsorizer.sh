mlmeta info preprocessing.Winsorizer
mlmeta doctor
