"""Which provider makes an estimator: what the user asked for, who is able, who is chosen."""
