"""Slack in and out. A handler receives, acks, translates, calls one use-case and renders; nothing more."""
