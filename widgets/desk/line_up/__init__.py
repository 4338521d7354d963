"""The page of the line-up: what to show next, why, and what people say of it."""
