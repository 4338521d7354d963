"""Plans and triggers: the list of them, and the sheet that makes and changes one."""
