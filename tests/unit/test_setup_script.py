"""scripts/setup.sh on machines with the wrong Python: one clear sentence, no environment left behind."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from svodka.settings import PROJECT

SAYS = '#!/bin/sh\ncase "$2" in *ensurepip*) echo {word};; *) echo {version};; esac\n'


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    place = tmp_path / "a clone"
    (place / "scripts").mkdir(parents=True)
    shutil.copy(PROJECT / "scripts" / "setup.sh", place / "scripts")
    (place / "requirements.txt").write_text("")
    (place / "bin").mkdir()
    return place


def python(clone: Path, name: str, text: str) -> None:
    file = clone / "bin" / name
    file.write_text(text)
    file.chmod(0o755)


def setup(clone: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    tools = clone / "tools"
    tools.mkdir(exist_ok=True)
    for tool in ("sh", "dirname", "cksum", "tr", "cat", "rm", "mktemp", "awk"):
        if not (tools / tool).exists() and (found := shutil.which(tool)):
            (tools / tool).symlink_to(found)
    return subprocess.run(
        [str(tools / "sh"), "scripts/setup.sh"],
        cwd=clone,
        env={"PATH": f"{clone / 'bin'}{os.pathsep}{tools}"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def the_sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode != 0
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize(("word", "version"), [("old", "3.10"), ("new", "3.14")])
def test_a_python_of_the_wrong_age_is_named(clone: Path, word: str, version: str) -> None:
    python(clone, "python3", SAYS.format(word=word, version=version))
    said = the_sentence(setup(clone))
    assert version in said
    assert "PYTHON=" in said
    assert not (clone / ".venv").exists()


def test_a_python_without_venv_is_named(clone: Path) -> None:
    python(clone, "python3", SAYS.format(word="bare", version="3.12"))
    assert "python3-venv" in the_sentence(setup(clone))


def test_no_python_at_all(clone: Path) -> None:
    assert "нет Python" in the_sentence(setup(clone))


def test_an_unfit_choice_is_not_replaced_in_silence(clone: Path) -> None:
    python(clone, "python3", SAYS.format(word="ok", version="3.12"))
    python(clone, "mine", SAYS.format(word="old", version="3.9"))
    assert "3.9" in the_sentence(setup(clone, PYTHON="mine"))
    assert "не запускается" in the_sentence(setup(clone, PYTHON="/no/such/python"))


def test_a_shim_that_does_not_run_is_passed_over(clone: Path) -> None:
    python(clone, "python3.13", "#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2\nexit 127\n")
    # It judges well and then fails to make an environment: that it was chosen is what is tested.
    python(clone, "python3", '#!/bin/sh\n[ "$1" = -m ] && exit 1\necho ok\n')
    assert "python3 не создал .venv" in the_sentence(setup(clone))
