"""The closed vocabulary of the model, declared in a few tables: rows, no logic."""
