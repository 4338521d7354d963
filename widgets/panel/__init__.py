"""The operator panel: large cards, one press to mark or restore, at most two from the open panel."""
