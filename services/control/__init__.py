"""The local socket through which scripts and keys drive a running desk; Qt-free, only for this user."""
