"""Viewers over time: the graph, the surge in it, the marks above and the holds below, on one time axis."""
