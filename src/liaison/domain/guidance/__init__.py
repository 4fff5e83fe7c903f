"""The policy's knowledge: searched, defined, asked about, circulated and acknowledged."""
