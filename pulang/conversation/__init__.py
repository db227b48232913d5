"""The spine: what arrives is kept, taken in turns, assessed, answered. Start reading at `turn.py`."""
