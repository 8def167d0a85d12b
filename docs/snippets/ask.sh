curl http://127.0.0.1:8080/v2/models/segments/infer \
  -H 'Content-Type: application/json' \
  -d '{"inputs": [{"name": "X", "shape": [1, 2], "datatype": "FP64",
                   "data": [0.0, 1.0]}]}'
