"""What Pulang is measured by: each module measures one thing (`python -m benchmarks [NAME]`)."""
