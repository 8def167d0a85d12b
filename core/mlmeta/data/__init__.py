"""What is done to the data that users hand over: the input gate, and tables in files."""
