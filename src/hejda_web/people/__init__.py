"""The people the work concerns, the walls around them and the one gate to them."""
