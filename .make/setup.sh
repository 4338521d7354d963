#!/bin/sh
# Brings what Stockcue needs: uv, the Python packages, and what Qt asks of a Linux system.
# Everything lands in this folder (.tools, .venv), save system packages, which only root can install.
# What it cannot bring it names, with the line to type, and ends with 1. It never fetches a Python.
set -eu

DEBIAN_LIBRARIES="libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libopengl0 libwayland-client0 \
libwayland-cursor0 libwayland-egl1 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-randr0 \
libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libxkbcommon0"
DEBIAN_FONTS="fontconfig fonts-noto-cjk"
UV_FOLDER=.tools/uv
CHECKED=.venv/.system-checked

export UV_PYTHON_DOWNLOADS=never

say() {
    printf 'setup: %s\n' "$*" >&2
}

give_up() {
    say "$@"
    exit 1
}

is_debian_root() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null
}

apt_install() {
    say "installing $*"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

bring_pip() {
    command -v python3 >/dev/null || give_up "there is no python3 here. Debian or Ubuntu: sudo apt-get install python3 python3-pip"
    python3 -m pip --version >/dev/null 2>&1 && return
    is_debian_root && apt_install python3-pip && return
    give_up "python3 has no pip. Debian or Ubuntu: sudo apt-get install python3-pip"
}

# uv goes into a folder of ours: Debian's pip refuses to install into the system, and is right to.
bring_uv() {
    if command -v uv >/dev/null; then
        UV=uv
        return
    fi
    UV=$UV_FOLDER/bin/uv
    [ -x "$UV" ] && return
    bring_pip
    say "bringing uv into $UV_FOLDER"
    python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
        --upgrade --target "$UV_FOLDER" uv || give_up "uv could not be fetched; pip's own words are above"
}

bring_packages() {
    "$UV" python find '>=3.11' >/dev/null 2>&1 || give_up "Stockcue needs Python 3.11 or newer, and this machine has \
$(python3 --version 2>&1 || echo none). Debian 12 and Ubuntu 24.04 bring one; elsewhere: https://www.python.org/downloads/"
    quiet=--quiet
    if [ ! -d .venv ]; then
        say "bringing the Python packages into .venv (about 200 MB to fetch, once)"
        quiet=
    fi
    # shellcheck disable=SC2086 # empty means no option at all
    "$UV" sync --locked --compile-bytecode $quiet || give_up "the Python packages could not be brought; uv's own words are above. \
After a change of dependencies in pyproject.toml: make lock"
}

missing_libraries() {
    for part in offscreen xcb wayland; do
        ldd .venv/lib/python3*/site-packages/PySide6/Qt/plugins/platforms/libq$part.so 2>/dev/null || true
    done | sed -n 's/^[[:space:]]*\([^ ]*\) => not found$/\1/p' | sort -u | tr '\n' ' '
}

has_chinese_font() {
    command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family)" ]
}

windows_open() {
    QT_QPA_PLATFORM=offscreen .venv/bin/python -c 'import PySide6.QtWidgets' 2>/dev/null
}

bring_libraries() {
    missing=$(missing_libraries)
    [ -z "$missing" ] && return
    # shellcheck disable=SC2086 # a list
    is_debian_root && apt_install $DEBIAN_LIBRARIES && missing=$(missing_libraries)
    [ -z "$missing" ] && return
    say "Qt misses system libraries: $missing"
    say "Debian or Ubuntu: sudo apt-get install $DEBIAN_LIBRARIES"
    say "elsewhere: the packages that hold the files named above"
    windows_open || exit 1
    [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || exit 1
    say "without a display they are not needed: going on"
}

bring_font() {
    has_chinese_font && return
    # shellcheck disable=SC2086 # a list
    is_debian_root && apt_install $DEBIAN_FONTS && return
    say "no Chinese font found: Chinese text would show as boxes"
    say "Debian or Ubuntu: sudo apt-get install $DEBIAN_FONTS"
}

bring_what_qt_needs() {
    [ "$(uname -s)" = Linux ] || return 0
    [ -n "$(find "$CHECKED" -newer .make/setup.sh -newer uv.lock 2>/dev/null)" ] && return
    bring_libraries
    bring_font
    [ -z "$missing" ] && has_chinese_font && touch "$CHECKED"
    return 0
}

cd "$(dirname "$0")/.."
bring_uv
bring_packages
bring_what_qt_needs
