mlmeta inspect segments.mlm
