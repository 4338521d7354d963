"""How it looks: windows, item models, delegates, painters. Widgets render views and emit intents; they judge nothing."""
