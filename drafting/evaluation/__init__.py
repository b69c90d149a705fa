"""``nianbao evaluate``: cases drafted by candidates, and what can be measured of the drafts.

``cases`` reads them, ``measures`` counts, ``running`` drafts them all (needs the extra ``[evaluate]``: pydantic-evals),
``written`` puts the outcome into a table, Markdown, JSON and one page, ``command`` is the command. ``comparing`` is the
same in small, for 设置, and needs no extra.
"""
