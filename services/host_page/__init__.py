"""The host's own control: a page for the phone on the local network, over TLS, for paired phones alone."""
