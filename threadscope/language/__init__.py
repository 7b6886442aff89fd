"""What texts say as words, and the words that give away what is meant, in a dozen languages."""
