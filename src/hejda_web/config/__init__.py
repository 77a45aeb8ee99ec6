"""Settings, addresses of pages, and the commands that start the application."""
