"""How well topics are understood: `python -m benchmarks.understanding` writes docs/understanding.md."""
