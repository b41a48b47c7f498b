"""Who runs the server: the ladder of ways for root, and the home that cannot be entered."""

import os
from pathlib import Path

import pytest

from svodka.warehouse.embedded import identity
from svodka.warehouse.embedded.identity import Identity, NoIdentity

PROGRAM = Path("/usr/bin/true")


def test_an_ordinary_user_runs_it_himself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1234)
    monkeypatch.setattr(os, "getegid", lambda: 1235)
    assert Identity.choose(PROGRAM, tmp_path, tmp_path / "data") == Identity(1234, 1235)


def test_a_strangers_data_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 987654)
    with pytest.raises(NoIdentity, match="другому пользователю"):
        Identity.choose(PROGRAM, tmp_path, tmp_path)


def test_root_climbs_from_the_least_power(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(identity.shutil, "which", lambda name: f"/usr/bin/{name}")
    tried: list[Identity] = []

    def refuse(self: Identity, *_: Path) -> bool:
        tried.append(self)
        return False

    monkeypatch.setattr(Identity, "_can", refuse)
    with pytest.raises(NoIdentity, match="SVODKA_HOME"):
        Identity.choose(PROGRAM, tmp_path, tmp_path / "data")
    first = tried[:3]
    assert [bool(way.prefix) for way in first] == [False, True, True]
    assert "+dac_read_search" in " ".join(first[1].prefix)
    assert first[2].prefix[:2] == ("/usr/bin/unshare", "--user")
    assert all(way.uid != 0 for way in first[:2])


def test_an_old_home_keeps_its_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(Identity, "_can", lambda self, *_: True)
    monkeypatch.setattr(Path, "stat", lambda self, **_: os.stat_result((0o40700, 0, 0, 0, 65534, 0, 0, 0, 0, 0)))
    monkeypatch.setattr(Path, "exists", lambda self, **_: True)
    assert Identity.choose(PROGRAM, tmp_path, tmp_path).uid == 65534
