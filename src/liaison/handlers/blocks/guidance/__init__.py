"""The guide as blocks: answers, advice on codes, and what is circulated."""
