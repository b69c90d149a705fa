"""The two fields that Streamlit lacks: the official table, and a text field that saves while one types.

Both are Streamlit Components v2: inline script and style, no build, nothing fetched. What the browser sends is checked
in shape here and in sense by ``drafting.service``. Wording, rules and labels come from Python as data.
"""

from importlib.resources import files


def asset(*names: str) -> str:
    """The script or style files of this package called ``names``, one after the other."""
    return "\n".join(files(__package__).joinpath(name).read_text("utf-8") for name in names)
