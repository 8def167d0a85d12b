mlmeta serve segments.mlm --port 8080
