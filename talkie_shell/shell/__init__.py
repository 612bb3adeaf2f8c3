"""The user's own shell underneath, and the history of what was run in it."""
