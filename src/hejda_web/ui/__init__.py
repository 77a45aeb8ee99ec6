"""What every page shares: frame, words in two languages, forms, errors."""
