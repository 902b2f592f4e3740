"""What each command does, as data and as words for a writer."""
