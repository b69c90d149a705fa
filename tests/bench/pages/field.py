"""The baseline of an edit: one field and its total, with the official table's messages and nothing else.

{"seq", "changes"} goes up, ``ack`` comes down; nothing is stored, checked or drawn beside it.
"""

import streamlit as st

_field = st.components.v2.component(
    "bare_field",
    html="""
    <input data-key="field"><input data-key="total" readonly><span class="status"></span>
    """,
    js="""
    const fields = new WeakMap();

    export default function ({ parentElement: root, data, setStateValue }) {
      let field = fields.get(root);
      if (!field) {
        field = { waiting: 0 };
        fields.set(root, field);
        const [input, total] = root.querySelectorAll("input"), status = root.querySelector(".status");
        input.addEventListener("focus", () => input.select());
        input.addEventListener("input", () => { total.value = input.value; status.className = "status saving"; });
        input.addEventListener("keydown", (event) => {
          if (event.key !== "Enter") return;
          field.waiting = Date.now();
          field.send("cells", { seq: field.waiting, changes: { field: input.value } });
          input.select();
        });
      }
      field.send = setStateValue;
      if (field.waiting && data.ack >= field.waiting) root.querySelector(".status").className = "status saved";
    }
    """,
)


def _took() -> None:
    message = st.session_state["field"]["cells"]
    st.session_state["ack"] = message["seq"]
    st.session_state["values"] = message["changes"]


_field(
    key="field",
    on_cells_change=_took,
    data={"values": st.session_state.get("values", {}), "ack": st.session_state.get("ack", 0)},
)
