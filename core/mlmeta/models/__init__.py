"""What is fitted: states of any estimator, schemas, chains."""
