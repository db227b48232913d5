"""Our own parts of the Rasa graph: what reads words, topics, places and circumstances, and the policy for danger."""
