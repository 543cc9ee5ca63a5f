"""Hand-written methods that add to the generated resources."""
