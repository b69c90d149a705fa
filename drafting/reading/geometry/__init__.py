"""Where things stand: characters to lines and cells of a page, rows and columns of a grid, digits that run over cells.
Nothing here knows a format of files; nothing here decides what a figure counts.
"""
