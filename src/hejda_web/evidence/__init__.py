"""Whether the ranking works: reports of `hejda validate` and `hejda replay`, brought in and shown."""
