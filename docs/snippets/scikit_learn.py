# --8<-- [start:frames]
import pandas as pd
from mlmeta import cluster

shops = pd.DataFrame(
    {"visits": [3.0, 4.0, 40.0, 41.0], "spent": [1.0, 2.0, 90.0, 91.0]},
    index=["Ann", "Bob", "Cem", "Dee"],
)
km = cluster.KMeans(2, random_state=0, provider="np")
print(km.set_output(transform="pandas").fit_transform(shops).round(1))
# --8<-- [end:frames]

# --8<-- [start:weights]
import sklearn
from sklearn.model_selection import GridSearchCV

with sklearn.config_context(enable_metadata_routing=True):
    km = cluster.KMeans(random_state=0, provider="np")
    km.set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
    search = GridSearchCV(km, {"n_clusters": [1, 2]}, cv=2)
    search.fit(shops, sample_weight=[1.0, 2.0, 1.0, 2.0])
print(search.best_params_)
# --8<-- [end:weights]

# --8<-- [start:pickle]
import pickle

from mlmeta.errors import MissingProviderError

try:
    again = pickle.loads(pickle.dumps(search.best_estimator_))
except MissingProviderError as error:
    print(error)  # names the distribution and the line that installs it
# --8<-- [end:pickle]

# --8<-- [start:names]
from mlmeta import cluster, linear_model, svm

ridge = linear_model.Ridge(alpha=0.5)
print(type(ridge).__module__, isinstance(ridge, linear_model.Ridge))
fastest = cluster.KMeans()  # as ever
print(type(fastest).__module__.partition(".")[0])
try:
    svm.SVC(gama="auto")
except TypeError as error:
    print(str(error).rpartition(". ")[2])
# --8<-- [end:names]

# --8<-- [start:state]
import mlmeta

ridge.fit([[0.0], [1.0], [2.0]], [0.0, 1.0, 2.0])
mlmeta.save(ridge, "ridge.mlm")
print(mlmeta.load("ridge.mlm").predict([[3.0]]) == ridge.predict([[3.0]]))
# --8<-- [end:state]

# --8<-- [start:convert]
from sklearn.cluster import KMeans

theirs = KMeans(n_clusters=2, n_init=1, random_state=0).fit(shops)
ours = mlmeta.from_sklearn(theirs)  # the best installed provider
print((ours.predict(shops) == theirs.predict(shops)).all())
again = mlmeta.to_sklearn(ours)  # scikit-learn's own object
print(type(again) is KMeans, again.get_params() == theirs.get_params())
# --8<-- [end:convert]

# --8<-- [start:pipeline]
from mlmeta import preprocessing
from sklearn.pipeline import make_pipeline

scaler = preprocessing.StandardScaler()
model = make_pipeline(scaler, linear_model.LogisticRegression())
model.fit(shops, ["small", "small", "big", "big"])
mlmeta.save(model, "churn.mlm")

chain = mlmeta.load("churn.mlm", provider={"standardscaler": "np"})
print(chain)
print(chain.predict(shops), chain.feature_names_in_)
pipeline = mlmeta.to_sklearn(chain)  # a Pipeline again
print(pipeline.predict(shops))
# --8<-- [end:pipeline]
