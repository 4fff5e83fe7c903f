"""What a lookup answers, as blocks: one room for each kind of answer, and one for the words they share."""
