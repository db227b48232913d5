"""What Pulang knows and does, bound to no outside thing."""
