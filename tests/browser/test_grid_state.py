"""The state machine of the table, held to a second telling of it (``grid_model``) over random sequences of acts."""

import random

import pytest
from grid_help import module
from grid_model import Model, acts

from drafting.form import edition

pytestmark = pytest.mark.browser
FORM = edition("2021")
SEQUENCES, LENGTH = 60, 40

REPLAY = """
value.sequences.map((acts) => {
  const tidy = (cell, text) => {
    const plain = text.replace(/[\\uff10-\\uff19]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0)).replace(/\\s/g, "");
    return /^\\d+$/.test(plain) ? String(BigInt(plain)) : plain ? text : "";
  };
  const hand = new module.Hand(value.cells, { tidy }), cell = (key) => value.cells.find((each) => each.key === key);
  const act = {
    click: (key, shift) => hand.click(cell(key), shift), double: (key) => hand.doubleClick(cell(key)), drag: (key) => hand.drag(cell(key)),
    type: (text) => hand.type(text), press: (key, shift, ctrl) => hand.press(key, { shift, ctrl }), paste: (rows) => hand.paste(rows),
    leave: () => hand.settle(),
  };
  return acts.map(([kind, ...rest]) => {
    act[kind](...rest);
    return [Object.fromEntries([...hand.texts].filter(([, text]) => text)), hand.selected.map(({ key }) => key), hand.anchor.key,
      hand.edit ? { true: "in", false: "over", null: "whole" }[hand.edit.caret] : ""];
  });
})
"""


@pytest.mark.parametrize("table", ["disclosure", "requests", "proceedings"])
def test_the_table_does_what_the_model_does_and_changes_no_cell_that_is_not_in_hand(page, table):
    shape = FORM.table(table)
    cells = [cell for cell in shape.cells if cell.key]
    near = [cell.key for cell in cells if cell.row < 12]  # close together, so that acts meet
    rng = random.Random(table)
    sequences = [list(acts(rng, near, LENGTH)) for _ in range(SEQUENCES)]
    described = [
        {name: getattr(cell, name) for name in ("key", "row", "col", "rowspan", "colspan", "computed")}
        for cell in cells
    ]
    replayed = module(page, REPLAY, {"cells": described, "sequences": sequences}, "grid_state.js")
    for sequence, states in zip(sequences, replayed, strict=True):
        model, before = Model(shape), {}
        for at, (act, state) in enumerate(zip(sequence, states, strict=True)):
            may = model.do(act)
            expected = [
                {key: text for key, text in model.texts.items() if text},
                [cell.key for cell in model.selected()],
                model.anchor.key,
                model.mode,
            ]
            assert state == expected, sequence[: at + 1]
            changed = {key for key in state[0].keys() | before.keys() if state[0].get(key) != before.get(key)}
            assert changed <= may, sequence[: at + 1]
            before = state[0]
