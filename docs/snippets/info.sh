mlmeta info cluster.KMeans
