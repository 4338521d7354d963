"""How it looks: windows, item models, delegates, painters. They render views and emit intents, no more."""
