"""From room state to what each window and status show: frozen models with instants that do not age."""
