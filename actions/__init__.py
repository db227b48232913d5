"""Rasa custom actions: thin, one a file. They look things up and answer with text ids and values, never with texts."""
