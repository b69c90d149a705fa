"""Two text editors over a small server-side state. The address chooses: ?max=20, ?report (a marked section), ?long,
?sealed (nothing can be changed), ?select=16件 (selected on arrival)."""

import json

import streamlit as st

from drafting.ui.components.editor import text_editor

REPORT = """\
（一）主动公开。2024年，本机关主动公开信息1028条，同比增长12.5%，其中𠮷祥街道公开36条。全年未收到行政复议申请，各项工作均已办结。
（二）依申请公开。全年收到政府信息公开申请16件，比上年增加3件；上年结转2件，已全部办理完毕。
（三）监督保障。组织业务培训4次，参训220人次，培训覆盖率100%。下一步将继续加强队伍建设，不断提高政府信息公开工作水平。"""
STATES = {
    "1028条": "fact",
    "12.5%": "contradicted",
    "36条": "note",
    "16件": "fact",
    "增加": "contradicted",
    "3件": "untied",
    "2件": "person",
    "4次": "note",
    "220人次": "untied",
    "未收到": "fact",
    "100%": "person",
    "全年未收到行政复议申请，各项工作均已办结。": "doubt",
    "比上年增加3件；": "fresh",
    "下一步将继续加强队伍建设，不断提高政府信息公开工作水平。": "no-basis",
}
WISHES = ("改写", "缩短", "展开", "更具体", "换个说法")

state = st.session_state
rich = "report" in st.query_params or "long" in st.query_params
if "first" not in state:
    for name in ("first", "second"):
        state[name] = {"text": f"{name}原文。", "rev": 0, "ack": 0, "error": "", "saved_at": ""}
    if rich:
        state.first["text"] = REPORT
    if "long" in st.query_params:
        state.first["text"] = "\n".join([REPORT] * 50)
    state.update(deaf=False, messages=0, pasted=(), locked=[], edited=[0] if rich else [], asked=[])


def take(name):
    def took(typed):
        field, value = state[name], typed.text
        state.messages += 1
        if state.deaf:
            return
        if typed.rev != field["rev"]:
            field["error"] = "另一个窗口已改过这段文字。"
            return
        if rich:
            value = "\n".join(line.strip() for line in value.split("\n") if line.strip())
        field.update(text=value, ack=typed.seq, error="", saved_at="14:02")
        state.pasted = typed.pasted

    return took


def marks(text):
    """A mark on each known word, wherever it stands in ``text``."""
    found = []
    for word, kind in STATES.items():
        at = -1
        while (at := text.find(word, at + 1)) >= 0:
            found.append(
                {
                    "start": at,
                    "end": at + len(word),
                    "state": kind,
                    "why": f"{kind}：<b>{word}</b>",
                    "id": f"{kind}:{word}",
                }
            )
    return found


def elsewhere():
    state.first.update(text="别处写的。", rev=state.first["rev"] + 1)


def refill():
    state.first.update(text=state.first["text"].replace("16件", "18件"), rev=state.first["rev"] + 1)


def give_up():
    state.first.update(ack=2**52, error="", rev=state.first["rev"] + 1)


def deafen():
    state.deaf = not state.deaf


def pick(id):
    state.asked.append(["picked", id])


def rewrite(passage):
    stands = state.first["text"][passage.start : passage.end] == passage.text
    state.asked.append(["rewrite", passage.text, passage.wish, stands])


def lock(paragraph, locked):
    state.asked.append(["lock", paragraph, locked])
    state.locked = sorted({*state.locked, paragraph} if locked else {*state.locked} - {paragraph})


with st.container(horizontal=True):
    st.button("再运行", key="again")
    st.button("别处改动", key="change", on_click=elsewhere)
    st.button("数字更新", key="refill", on_click=refill)
    st.button("用那边的", key="theirs", on_click=give_up)
    st.button("不应答", key="deafen", on_click=deafen)
    shown = st.toggle("显示", True, key="shown")
    drawn = st.toggle("标注", True, key="drawn")
limit = int(st.query_params.get("max", "100000" if rich else "1000"))
for name in ("first", "second"):
    extra = (
        {}
        if name == "second" or not rich
        else {
            "marks": marks(state.first["text"]),
            "show_marks": drawn,
            "locked": state.locked,
            "edited": state.edited,
            "wishes": WISHES,
            "on_pick": pick,
            "on_rewrite": rewrite,
            "on_lock": lock,
        }
    )
    if "sealed" in st.query_params:
        extra["read_only"] = "报告已审定，要修改请先撤回。"
    if words := name == "first" and st.query_params.get("select"):
        start = state.first["text"].index(words)
        extra["select"] = (start, start + len(words))
    if shown or name == "second":
        text_editor(
            key=f"editor_{name}",
            label=name,
            placeholder="在此填写",
            max_chars=limit,
            serif=name == "first",
            on_change=take(name),
            **state[name],
            **extra,
        )
st.code(json.dumps([state[name]["text"] for name in ("first", "second")], ensure_ascii=False), language=None)
st.caption(f"messages={state.messages}")
st.html(f"<div class='pasted'>{json.dumps(state.pasted, ensure_ascii=False)}</div>")
st.html(f"<div class='asked'>{json.dumps(state.asked, ensure_ascii=False)}</div>")
