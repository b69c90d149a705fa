"""Who a sign-in is: invited or not, past or good, and what the provider may say."""

from datetime import UTC, datetime, timedelta

import pytest

from drafting import settings
from drafting.errors import InputError, NotPermitted, SettingError
from drafting.service import Service
from drafting.service.people import Claims
from drafting.service.permissions import Right, Role
from drafting.sign_in_setting import ask
from drafting.store.tables import sign_ins

NOW = int(datetime.now(UTC).timestamp())
FIRST = "zhang@example.gov.cn"


@pytest.fixture
def service(tmp_path, monkeypatch):
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("NIANBAO_FIRST_MANAGER", "Zhang@Example.gov.cn")
    opened = Service(settings.load())
    yield opened
    opened.close()


@pytest.fixture
def people(service):
    return service.people


def claims(subject="s1", email=FIRST, issued=NOW, expires=NOW + 3600, **others):
    return Claims.of(
        {"iss": "https://sign.example", "sub": subject, "email": email, "iat": issued, "exp": expires, **others}
    )


def test_the_first_manager_is_named_by_a_setting_in_letters_of_either_case(people):
    who = people.who(claims(email="ZHANG@example.GOV.cn", name="张三"))
    assert who.name == "张三" and who.may(Right.MANAGE) and not who.may(Right.READ)


def test_who_was_not_invited_is_refused_in_a_sentence(people):
    with pytest.raises(NotPermitted, match="还没有被加入本系统"):
        people.who(claims("s9", "li@example.gov.cn"))


def test_who_was_invited_by_address_is_known_by_subject_from_then_on(people):
    people.add("李四", " Li@Example.gov.cn ", [(Role.FILL, "青石镇人民政府")])
    assert people.who(claims("s2", "li@example.gov.cn")).own_units == ["青石镇人民政府"]
    assert people.who(claims("s2", "renamed@example.gov.cn", NOW + 1)).name == "李四"
    with pytest.raises(NotPermitted):  # the address belongs to another account now
        people.who(claims("s3", "li@example.gov.cn", NOW + 2))


def test_an_address_that_the_provider_has_not_verified_is_nobodys(people):
    with pytest.raises(NotPermitted):
        people.who(claims(email_verified=False))


@pytest.mark.parametrize("lacking", ["iss", "sub", "iat"])
def test_an_identity_without_what_must_be_in_it_is_refused(lacking):
    user = {"iss": "https://sign.example", "sub": "s1", "iat": NOW, "email": FIRST}
    for without in (
        {name: user[name] for name in user if name != lacking},
        user | {lacking: None},
        user | {lacking: ""},
    ):
        with pytest.raises(NotPermitted, match="身份不完整"):
            Claims.of(without)


def test_a_token_that_has_expired_signs_nobody_in(people):
    people.who(claims())
    for expires in (NOW - 1, 0):
        with pytest.raises(NotPermitted, match="重新登录"):
            people.who(claims(expires=expires))


def test_a_sign_in_left_unused_is_past_and_a_new_one_is_good(service, people):
    good = claims()
    people.who(good)
    long_ago = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=61)
    with service.store._database.write() as connection:
        connection.execute(sign_ins.update().values(seen_at=long_ago))
    for _ in range(2):
        with pytest.raises(NotPermitted, match="重新登录"):
            people.who(good)
    assert people.who(claims(issued=NOW + 1)).name


@pytest.mark.parametrize("used", [True, False])
def test_use_keeps_a_sign_in_good_and_a_page_that_stands_open_does_not(service, people, used):
    people.who(claims())
    before = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=59)
    with service.store._database.write() as connection:
        connection.execute(sign_ins.update().values(seen_at=before))
    people.who(claims(), used=used)
    assert (people._store.people.sign_in(claims().key).seen_at > before) == used


def test_who_left_is_out_wherever_the_cookie_is_kept(people):
    people.who(claims())
    people.leave(claims())
    with pytest.raises(NotPermitted, match="重新登录"):
        people.who(claims())


def test_who_is_removed_while_signed_in_is_out_at_the_next_step(people):
    people.who(claims())
    id = people.add("李四", "li@example.gov.cn", [(Role.REVIEW, "青石镇人民政府")])
    theirs = claims("s2", "li@example.gov.cn")
    people.who(theirs)
    people.remove(id)
    with pytest.raises(NotPermitted):
        people.who(theirs)
    with pytest.raises(NotPermitted):
        people.who(claims("s2", "li@example.gov.cn", NOW + 5))
    again = people.add("李四", "li@example.gov.cn", [(Role.COLLECT, "")])
    assert people.who(claims("s2", "li@example.gov.cn", NOW + 9)).id == again


def test_a_role_changed_while_signed_in_holds_from_the_next_step(people):
    people.who(claims())
    id = people.add("李四", "li@example.gov.cn", [(Role.REVIEW, "青石镇人民政府")])
    theirs = claims("s2", "li@example.gov.cn")
    assert people.who(theirs).may(Right.REVIEW, "青石镇人民政府")
    people.change(id, "李四", [(Role.FILL, "兑镇镇人民政府")])
    assert not people.who(theirs).may(Right.REVIEW, "青石镇人民政府")
    assert people.who(theirs).own_units == ["兑镇镇人民政府"]


def test_the_last_manager_stays(people):
    who = people.who(claims())
    for act in (lambda: people.remove(who.id), lambda: people.change(who.id, "张三", [(Role.COLLECT, "")])):
        with pytest.raises(InputError, match="至少要留一名管理员"):
            act()
    assert people.who(claims()).may(Right.MANAGE)


@pytest.mark.parametrize(
    ("name", "email", "held", "said"),
    [
        ("", "a@b.cn", [(Role.COLLECT, "")], "姓名"),
        ("李四", "a.b.cn", [(Role.COLLECT, "")], "邮箱"),
        ("李四", "a@b.cn", [], "角色"),
        ("李四", "a@b.cn", [(Role.FILL, " ")], "机关全称"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_in_a_sentence(people, name, email, held, said):
    with pytest.raises(InputError, match=said):
        people.add(name, email, held)
    assert people.all() == []


def test_nobody_is_invited_twice(people):
    people.add("李四", "li@example.gov.cn", [(Role.COLLECT, "")])
    with pytest.raises(InputError, match="已经加入过"):
        people.add("王五", "LI@example.gov.cn", [(Role.COLLECT, "")])


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.3.4", "::1", "localhost"])
def test_a_server_for_this_machine_needs_no_sign_in(address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ask(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.1.2.3", "", "intranet.example"])
@pytest.mark.parametrize(
    ("secrets", "said"),
    [
        (None, "没有配置登录"),
        ("[auth]\n", "没有配置登录"),
        ('[auth]\nredirect_uri = "x"\n', "cookie_secret"),
        ("[auth\n", "读不出来"),
    ],
)
def test_a_server_for_others_does_not_start_without_it(address, secrets, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if secrets is not None:
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets, "utf-8")
    with pytest.raises(SettingError, match=said):
        ask(address)
