"""The wall of gauges: what stands where, the view that paints it, and the tools above it."""
