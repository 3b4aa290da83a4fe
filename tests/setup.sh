#!/bin/sh
# What the tests need beside Python: Java for the HTML checker, npm's copy of it, w3m, Chromium, Redis, nginx.
# Installs it where it may (Debian, as root); else names the one line that does.
set -eu
cd "$(dirname "$0")"
missing=""
command -v java >/dev/null || missing="$missing default-jre-headless"
command -v npm >/dev/null || missing="$missing npm"
command -v w3m >/dev/null || missing="$missing w3m"
command -v chromium >/dev/null || missing="$missing chromium"
command -v redis-server >/dev/null || missing="$missing redis-server"
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  else
    echo "The tests need more of this system. Please run:  sudo apt-get install$missing" >&2
    exit 1
  fi
fi
npm ci --silent --no-audit --no-fund
