"""Everything that is known of one product, on a page in the place of the wall."""
