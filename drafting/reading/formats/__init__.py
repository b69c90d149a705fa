"""The formats of files: what each holds as texts and grids, and what it hides. One module for a format, with
``content(data, name)``; the others here are parts of those.
"""
