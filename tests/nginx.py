"""A real nginx with our configuration, on a free port of the loopback, ended when done."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetysite.settings import ROOT

#: Debian keeps it where only root looks.
PROGRAM = shutil.which("nginx") or "/usr/sbin/nginx"
CONFIG = ROOT / "deploy/nginx-static.conf"

_MAIN = """\
daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    sendfile on;
    include {folder}/site.conf;
}}
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def user() -> str:
    """Started by root, nginx would have another user read the files, who may not enter a folder of tests."""
    return "user root;" if os.geteuid() == 0 else ""


@contextmanager
def serving(exported: Path, folder: Path) -> Iterator[int]:
    """Serve exported files as ``deploy/nginx-static.conf`` says; yields the port."""
    port = free_port()
    site = CONFIG.read_text(encoding="utf-8").replace("/srv/safetysite", str(exported))
    (folder / "site.conf").write_text(site.replace("listen 80;", f"listen 127.0.0.1:{port};"), encoding="utf-8")
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user()), encoding="utf-8")
    command = [PROGRAM, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as server:
        try:
            wait_for(server, port)
            yield port
        finally:
            server.terminate()


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Until it listens; what it says if it does not."""
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    server.terminate()
    raise AssertionError(server.stderr.read().decode() if server.stderr else "")


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (names in small letters) and body as they come, not decoded."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": "site.example", **headers}.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()
