"""Letters: from what happened to the words that an address receives."""
