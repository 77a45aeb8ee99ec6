"""The application for other systems: the same people, services and gate as the pages, as JSON."""
