mlmeta fit cluster.KMeans customers.csv -o segments.mlm --n-clusters 3 --random-state 0 --columns age,income
