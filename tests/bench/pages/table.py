"""The baseline of a first page: nothing but one table."""

import streamlit as st

st.table({"项目": ["新收", "结转"], "件数": [12, 3]})
