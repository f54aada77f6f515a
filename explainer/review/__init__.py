"""What is said of a pull request in a comment on it, by whoever may comment and trusts nothing that it brought."""
