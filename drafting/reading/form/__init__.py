"""The report in what a file holds: the rows of its tables, its chapters and headings, title and ending, what differs
from the prescribed form, and the questions that remain.
"""
