"""What a spec is made of: domains of parameters, rules between them, outputs, state."""
