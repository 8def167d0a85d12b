"""What users ask about what is installed: search, explain, doctor."""
