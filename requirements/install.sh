#!/bin/sh
# Makes .venv and installs a lock into it, every file checked by its hash: sh requirements/install.sh run|dev|node
set -eu
cd "$(dirname "$0")/.."
lock=$1
say() { printf '%s\n' "$*" >&2; }

python=${PYTHON:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
    say "There is no $python here: install Python 3.11 or newer, or say which one with PYTHON=…"
    exit 2
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "Mutua needs Python 3.11 or newer; this is $("$python" --version). Say which one to use with PYTHON=…"
    exit 2
fi

make_environment() {
    "$python" -m venv .venv 2>/dev/null && return
    rm -rf .venv
    # Debian ships Python without ensurepip: the pip of the system can fill an environment that has none
    if "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --without-pip .venv
        "$python" -m pip --python .venv/bin/python install --quiet pip
        return
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing python3-venv, which Debian keeps apart."
        apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >&2
        "$python" -m venv .venv
        return
    fi
    say "This Python cannot make environments: install python3-venv (Debian: apt install python3-venv), then again."
    exit 2
}

# shellcheck disable=SC2086  # the lock names are ours
install() {
    if .venv/bin/uv --version >/dev/null 2>&1; then
        .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r "$1" && return
        say "uv could not install; trying pip, which takes longer."
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
}

[ -x .venv/bin/python ] || make_environment
if [ ! -x .venv/bin/uv ] || ! .venv/bin/python -c 'import setuptools, sys; sys.exit(int(setuptools.__version__.split(".")[0]) < 80)' 2>/dev/null; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt ||
        say "uv could not be installed; pip does it alone."
fi
say "Installing requirements/$lock.txt"
install "requirements/$lock.txt"
if [ "$lock" != node ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
    # Half of a start would be compiling where Python may not keep what it compiled (PYTHONDONTWRITEBYTECODE)
    .venv/bin/python -m compileall -q -j 0 mutua
fi
