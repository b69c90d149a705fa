"""One module a revision, named by its number. Each says in words what it changes and for whom."""
