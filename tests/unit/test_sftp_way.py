"""The way `sftp` against a real server: the right server only, whole files only, and again without harm."""

from __future__ import annotations

import asyncssh
import pytest

from svodka.delivery.ways import sftp, sftp_session
from svodka.delivery.ways.sftp_address import SftpAddress
from svodka.errors import SvodkaError
from svodka.settings import Sftp, load_settings
from tests.sftp_server import running

FILES = {"svodka_2026Q3_1.xlsx": b"book" * 100_000, "figures.json": b"{}", "letter.pdf": b"%PDF"}


class Case:
    """A server, settings that may enter it, and what lies on it."""

    def __init__(self, place, folder) -> None:
        self.place, self.folder = place, folder
        (folder / "known_hosts").write_text(place.known_hosts())
        (folder / "password").write_text("secret\n")
        self.settings = load_settings(home=folder)
        self.enter(password=f"file:{folder / 'password'}")

    def enter(self, **sftp_settings) -> None:
        known = {"known_hosts": self.folder / "known_hosts", **sftp_settings}
        self.settings = self.settings.model_copy(update={"sftp": Sftp(**known)})

    def put(self, files=FILES, address=None):
        return sftp.place(self.settings, address or self.place.address, "2026Q3/1", files)

    def lying(self) -> dict[str, bytes]:
        folder = self.place.root / "in" / "2026Q3" / "1"
        return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


@pytest.fixture
def case(tmp_path):
    with running(tmp_path / "server") as place:
        (tmp_path / "ours").mkdir()
        yield Case(place, tmp_path / "ours")


def test_files_arrive_whole_and_a_second_time_changes_nothing(case):
    ending = case.put()
    assert (ending.outcome, case.lying()) == ("sent", FILES), ending
    times = {path: path.stat().st_mtime_ns for path in (case.place.root / "in").rglob("*")}
    again = case.put()
    assert (again.outcome, again.reply) == ("sent", "все файлы уже на месте: 3")
    assert {path: path.stat().st_mtime_ns for path in (case.place.root / "in").rglob("*")} == times


def test_a_key_opens_the_door_too(case):
    (case.folder / "key").write_bytes(case.place.user_key.export_private_key("openssh"))
    case.enter(private_key=f"file:{case.folder / 'key'}")
    assert case.put().outcome == "sent"
    assert set(case.place.logins) == {"key"}


def test_a_wrong_password_waits_for_whoever_mends_it_and_is_not_repeated(case):
    case.place.password = "other"
    ending = case.put()
    assert (ending.outcome, "sftp.password" in ending.reply) == ("pending", True)
    assert "secret" not in ending.reply
    case.place.password = "secret"
    assert case.put().outcome == "sent"


@pytest.mark.parametrize("known", ["another key", "nothing", "no file"])
def test_a_server_that_is_not_known_is_told_nothing(case, known):
    stranger = asyncssh.generate_private_key("ssh-ed25519")
    lines = {"another key": case.place.known_hosts(stranger), "nothing": ""}
    if known in lines:
        (case.folder / "known_hosts").write_text(lines[known])
    else:
        (case.folder / "known_hosts").unlink()
    ending = case.put()
    assert ending.outcome == "pending"
    assert "known_hosts" in ending.reply
    assert case.place.logins == []


def test_a_connection_cut_in_the_middle_leaves_no_file_that_looks_whole(case):
    case.place.cut_after = 100_000
    ending = case.put()
    assert ending.outcome == "pending", ending
    assert all(name.endswith(".part") for name in case.lying())
    case.place.cut_after = None
    assert case.put().outcome == "sent"
    assert case.lying() == FILES


def test_a_connection_cut_while_the_files_get_their_names_is_uncertain_and_then_mended(case):
    case.place.cut_at_rename = 1
    assert case.put().outcome == "uncertain"
    assert sum(not name.endswith(".part") for name in case.lying()) == 1
    case.place.cut_at_rename = None
    assert case.put().outcome == "sent"
    assert case.lying() == FILES


def test_a_full_server_is_tried_again_later(case):
    case.place.is_full = True
    ending = case.put()
    assert (ending.outcome, "No space" in ending.reply) == ("pending", True)
    case.place.is_full = False
    assert case.put().outcome == "sent"


def test_a_box_from_which_nothing_may_be_read_is_believed_by_the_size(case):
    case.place.is_mute = True
    assert case.put().outcome == "sent"
    assert case.lying() == FILES


def test_a_file_of_the_same_name_and_other_bytes_is_not_written_over(case):
    case.put({"figures.json": b"old"})
    ending = case.put()
    assert (ending.outcome, "figures.json" in ending.reply) == ("failed", True)
    assert case.lying() == {"figures.json": b"old"}


def test_a_folder_that_is_not_there_is_not_made(case):
    ending = case.put(address=case.place.address + "x")
    assert (ending.outcome, "/inx" in ending.reply) == ("pending", True)
    assert not (case.place.root / "inx").exists()


def test_a_silent_server_is_given_up(case, monkeypatch):
    import socket

    monkeypatch.setattr(sftp_session, "TIMEOUT", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        ending = case.put(address=f"sftp://mcu@127.0.0.1:{silent.getsockname()[1]}/in")
    assert ending.outcome == "pending", ending


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("sftp://mcu@sftp.example.org/in/МЦУ", SftpAddress("mcu", "sftp.example.org", 22, "/in/МЦУ")),
        ("sftp://mcu@[::1]:2222/~/in%20box/", SftpAddress("mcu", "::1", 2222, "in box")),
        ("sftp://mcu%40town@sftp.example.org", SftpAddress("mcu@town", "sftp.example.org", 22, "/")),
        ("sftp://mcu@sftp.example.org/~", SftpAddress("mcu", "sftp.example.org", 22, ".")),
    ],
)
def test_addresses_are_read(address, expected):
    assert SftpAddress.parse(address) == expected


@pytest.mark.parametrize(
    "address", ["", "ftp://a@b/c", "sftp://host/in", "sftp://u@/in", "sftp://u:geheim@host/in", "sftp://u@host:x/in"]
)
def test_what_is_no_address_is_refused_in_words_and_a_password_is_not_repeated(case, address):
    with pytest.raises(SvodkaError, match="sftp://имя@сервер:порт/папка") as refusal:
        SftpAddress.parse(address)
    assert "geheim" not in str(refusal.value)
    if address:
        assert case.put(address=address).outcome == "failed"
