"""How well danger is heard: `python -m benchmarks.danger` writes docs/danger.md."""
