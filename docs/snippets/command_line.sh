mlmeta list
mlmeta list k-means --capability sample_weight
mlmeta info cluster.KMeans --json
mlmeta doctor
mlmeta inspect segments.mlm
