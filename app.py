"""The page script: ``streamlit run app.py``. Everything it shows is in ``drafting.ui``."""

from drafting.ui import run

run()
