mlmeta convert segments.mlm -o segments.joblib
mlmeta convert segments.joblib -o again.mlm --trust-pickle
mlmeta convert segments.mlm -o segments.json
