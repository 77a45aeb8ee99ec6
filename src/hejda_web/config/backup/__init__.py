"""One file that holds all of an installation, sealed with a passphrase; and an installation made of it."""
