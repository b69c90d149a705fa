"""Many units, one office: a roster × a year (docs/decisions/0018-collection.md). Files only, no store.

``roster`` and ``roster_file`` say who reports; ``handout`` gives each a form; ``sources``, ``matching``, ``intake`` and
``rounds`` take back what they send; ``roll_call`` says where each stands; ``rollup`` adds up.
"""
