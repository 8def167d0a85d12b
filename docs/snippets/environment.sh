MLMETA_PROVIDER=np python first_clusters.py
