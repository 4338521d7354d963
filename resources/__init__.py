"""Files that ship with the program: themes, icons, translations, the demo scenario."""
