"""The narrow strip beside the streaming software: the desk's essentials in 320 to 959 pixels."""
