"""Programs of the ward that are called when something public happens."""
