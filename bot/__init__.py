"""What the bot understands and decides: training data, domain and the parts that Rasa is missing."""
