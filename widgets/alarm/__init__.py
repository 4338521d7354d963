"""What is heard and seen when products can't be put back on sale and a person has to do it."""
