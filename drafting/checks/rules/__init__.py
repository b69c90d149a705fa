"""The rules, one module each with a ``RULE`` and a ``check(context)``; a module laid here is found by its name."""
