#!/bin/sh
# Makes .venv from the full lock, with hashes, and the command .venv/bin/svodka. Quick when there is nothing to do.
# Needs nothing but a Python 3.11-3.13; PYTHON=/path/to/python chooses which.
set -eu
cd "$(dirname "$0")/.."
VENV=.venv
STAMP="$VENV/svodka.lock"

fail() {
    echo "make setup: $1" >&2
    exit 1
}

# The word for a Python: ok, old, new, bare (no venv or ensurepip), or nothing when it does not run (a pyenv shim).
judge() {
    "$1" -c '
import sys
if sys.version_info < (3, 11): print("old")
elif sys.version_info >= (3, 14): print("new")
else:
    try:
        import venv, ensurepip
        print("ok")
    except ImportError:
        print("bare")
' 2>/dev/null || true
}

complain() {
    case "$2" in
    old | new) fail "$1 - это Python $("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'), нужен 3.11, 3.12 или 3.13: укажите его, например make run PYTHON=/usr/bin/python3.12." ;;
    bare) fail "у $1 нет модуля venv: установите его (Debian: apt install python3-venv) или укажите другой Python: PYTHON=…" ;;
    *) fail "$1 не запускается: укажите Python 3.11-3.13, например make run PYTHON=/usr/bin/python3.12." ;;
    esac
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        [ "$(judge "$PYTHON")" = ok ] || complain "$PYTHON" "$(judge "$PYTHON")"
        echo "$PYTHON"
        return
    fi
    seen=""
    for name in python3.13 python3.12 python3.11 python3 python; do
        word=$(judge "$name")
        [ "$word" = ok ] && echo "$name" && return
        [ -n "$word" ] && [ -z "$seen" ] && seen=$name
    done
    [ -n "$seen" ] && complain "$seen" "$(judge "$seen")"
    fail "на машине нет Python: установите 3.11, 3.12 или 3.13."
}

# uv itself comes from the lock too: its version and hashes are cut out of it.
install_uv() {
    lock_of_uv=$(mktemp)
    awk '/^uv==/ {on = 1} on {print} on && !/\\$/ {exit}' requirements.txt >"$lock_of_uv"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock_of_uv" ||
        { rm -f "$lock_of_uv"; fail "uv не установился: нужен доступ к хранилищу пакетов (PyPI или его зеркалу)."; }
    rm -f "$lock_of_uv"
}

write_command() {
    python=$(pwd)/$VENV/bin/python
    site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    # Relative to site-packages, so that a moved clone still finds itself.
    echo ../../../../plugins >"$site/svodka.pth"
    # As pip writes it for a path that may be long or have a space.
    cat >"$VENV/bin/svodka" <<END
#!/bin/sh
'''exec' "$python" "\$0" "\$@"
' '''
from svodka.cli import main

main()
END
    chmod +x "$VENV/bin/svodka"
}

wanted="$(cksum requirements.txt scripts/setup.sh | tr '\n' ' ')$(pwd)"
if [ -x "$VENV/bin/svodka" ] && [ "$(cat "$STAMP" 2>/dev/null)" = "$wanted" ] && [ "$(judge "$VENV/bin/python")" = ok ]; then
    exit 0
fi
echo "Сводка: готовлю окружение .venv (один раз; пакетов около 200)…"
if [ "$(judge "$VENV/bin/python")" != ok ]; then
    python=$(find_python)
    rm -rf "$VENV"
    "$python" -m venv "$VENV" || fail "$python не создал $VENV: проверьте место на диске и модуль venv."
fi
[ -x "$VENV/bin/uv" ] || install_uv
"$VENV/bin/uv" pip sync --quiet --python "$VENV/bin/python" --require-hashes requirements.txt ||
    fail "пакеты из requirements.txt не установились: нужен доступ к хранилищу пакетов (PyPI или его зеркалу)."
write_command
echo "$wanted" >"$STAMP"
