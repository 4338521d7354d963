"""One stock gauge in every density: its words, its face, and the painters of tiles and rows."""
