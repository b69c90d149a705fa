"""The program with all that it needs as one folder, for an office without internet: wheels, start scripts, a page to read.

The versions are those installed beside the program that makes the folder: what was tried here is what runs there.
``platforms`` says for which machines, ``wheels`` gathers, ``own_wheel`` packs the program itself, ``folder`` puts all
together.
"""
