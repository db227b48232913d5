"""The database's changes over time, run by Alembic."""
