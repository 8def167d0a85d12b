mlmeta inspect segments.mlm
mlmeta inspect segments.mlm --verify --provider np
