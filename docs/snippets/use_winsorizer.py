import mlmeta
from mlmeta import preprocessing

X = [[1.0], [2.0], [3.0], [4.0], [500.0]]
winsorizer = preprocessing.Winsorizer(lower=0.25, upper=0.75).fit(X)
print(winsorizer.transform(X).ravel())

mlmeta.save(winsorizer, "winsorizer.mlm")
# Naming the provider allows its import.
loaded = mlmeta.load("winsorizer.mlm", allow={"winsor"})
print(loaded.transform([[1000.0]]))

try:
    preprocessing.Winsorizer(lower=0.7).fit(X)
except ValueError as error:
    print(error)
