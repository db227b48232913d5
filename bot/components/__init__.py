"""Parts of the Rasa graph that are our own: reading words, topics, places and circumstances, and the policy for danger."""
