"""What every window is built of: theme, icons, labels, buttons, chips. Knows nothing of stock or rooms."""
