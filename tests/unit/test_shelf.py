"""Files put into a folder of the other side, where any step may fail: never a wrong file under a right name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from svodka.delivery.ways.shelf import ShelfError, put

FILES = {"a.xlsx": b"aaaa", "b.json": b"{}", "c.csv": b"1;2"}


class Paper:
    """A folder in memory whose steps fail at the given numbers; what is written then is cut short."""

    def __init__(self, fails: set[int]) -> None:
        self.lying: dict[str, bytes] = {}
        self.fails, self.step = fails, 0

    def goes_wrong(self) -> bool:
        self.step += 1
        return self.step - 1 in self.fails

    def compare(self, name, content):
        if self.goes_wrong():
            raise ShelfError("не читается")
        return "absent" if name not in self.lying else "same" if self.lying[name] == content else "other"

    def write(self, name, content):
        if self.goes_wrong():
            self.lying[name] = content[:1]
            raise ShelfError("нет места")
        self.lying[name] = content

    def rename(self, name, new):
        if self.goes_wrong():
            raise ShelfError("связь оборвалась")
        assert new not in self.lying
        self.lying[new] = self.lying.pop(name)


@given(st.sets(st.integers(0, 40), max_size=6), st.integers(0, 3))
def test_no_step_may_leave_a_wrong_file_under_a_right_name_and_in_the_end_all_are_there(fails, n_there):
    shelf = Paper(fails)
    shelf.lying = dict(list(FILES.items())[:n_there])
    for _ in range(len(fails) + 1):
        before = {name for name in shelf.lying if name in FILES}
        ending = put(shelf, FILES)
        named = {name: content for name, content in shelf.lying.items() if name in FILES}
        assert named.items() <= FILES.items()
        if ending.outcome == "sent":
            assert named == FILES
            break
        # Nothing new has appeared where the word is «not yet»; where it may have, it says so.
        assert ending.outcome == "uncertain" or set(named) == before
    else:
        raise AssertionError("never sent")


def test_what_is_read_back_otherwise_than_written_gets_no_name():
    class Liar(Paper):
        def write(self, name, content):
            self.lying[name] = content[:-1]

    shelf = Liar(set())
    assert put(shelf, FILES).outcome == "pending"
    assert not set(FILES) & set(shelf.lying)
