"""New events about people that other systems register here. They are shown; they move no score."""
