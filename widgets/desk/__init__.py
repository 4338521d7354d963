"""The desk window and everything in it but the wall."""
