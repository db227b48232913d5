"""The edge to phones: what comes in from Twilio, what goes out, how it looks there, and a stand-in for all of it."""
