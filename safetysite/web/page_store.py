"""Where replies are kept: in this process, or in a Redis or Valkey shared by many; and one render at a time.

Keys, and what may be kept, are the business of ``page_cache``.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, cast

from cachelib.serializers import BaseSerializer
from flask import Flask
from flask_caching import Cache
from flask_caching.backends import SimpleCache

from safetysite.settings import SettingsError
from safetysite.web.negotiation import Reply

#: What one process keeps: so many replies, so many bytes; the longest unasked go first.
THRESHOLD = 4096
MOST_BYTES = 32 * 1024 * 1024
#: What a reply costs beside its body: headers, key, the objects themselves.
_BESIDE = 2048

#: Redis forgets what nobody rendered anew for so long, such as the pages of earlier contents.
_WEEK = 7 * 24 * 3600
#: How long a request may wait for Redis, and how long Redis is left alone after it failed.
_PATIENCE = 0.5
PAUSE = 5.0


class BoundedCache(SimpleCache):
    """flask-caching's SimpleCache with a bound on bytes too, which puts the reply longest unasked for out first.

    Its own pruning would drop everything that never expires, and replies never do: their
    keys begin with the digest. Replies do not change, so they are kept as they are, not pickled.
    """

    def __init__(self, threshold: int = THRESHOLD, most_bytes: int = MOST_BYTES, **options: Any) -> None:
        super().__init__(threshold=threshold, **options)
        self._cache: OrderedDict[str, tuple[int, Reply]] = OrderedDict()
        self._most_bytes = most_bytes
        self.bytes = 0

    @classmethod
    def factory(cls, app: Flask, config: dict[str, Any], args: list[Any], kwargs: dict[str, Any]) -> BoundedCache:
        """As flask-caching makes its caches."""
        return cls(config["CACHE_THRESHOLD"], *args, **kwargs)

    def __len__(self) -> int:
        return len(self._cache)

    def get(self, key: str) -> Reply | None:
        with self._lock:
            if (found := self._cache.get(key)) is None:
                return None
            self._cache.move_to_end(key)
            return found[1]

    def set(self, key: str, value: Reply, timeout: object = None) -> bool:
        with self._lock:
            self.delete(key)
            self._cache[key] = (0, value)
            self.bytes += len(value.body) + _BESIDE
            while self.bytes > self._most_bytes or len(self._cache) > self._threshold:
                self.delete(next(iter(self._cache)))
            return key in self._cache

    def delete(self, key: str) -> bool:
        with self._lock:
            if (found := self._cache.pop(key, None)) is None:
                return False
            self.bytes -= len(found[1].body) + _BESIDE
            return True

    def clear(self) -> bool:
        with self._lock:
            self._cache.clear()
            self.bytes = 0
            return True


class Packed(BaseSerializer):
    """Replies as bytes of our own format.

    flask-caching pickles, and whoever can write to a shared cache could then run code here
    (CVE-2021-33026). Of this format the worst that they can do is to change pages.
    """

    def dumps(self, value: Reply, protocol: int = 0) -> bytes:
        return value.pack()

    def loads(self, bvalue: bytes | None) -> Reply | None:
        return Reply.unpack(bvalue) if isinstance(bvalue, bytes) else None


class Store:
    """The kept replies; a store that fails is told of once, left alone for a while, and no reader notices."""

    def __init__(self, cache: SimpleCache, logger: logging.Logger) -> None:
        self._cache = cache
        self._logger = logger
        self._is_gone = False
        self._until = 0.0

    def get(self, key: str) -> Reply | None:
        """A kept reply, or None."""
        return cast("Reply | None", self._tried(self._cache.get, key))

    def set(self, key: str, reply: Reply) -> None:
        """Keep a reply."""
        self._tried(self._cache.set, key, reply)

    def _tried(self, ask: Callable[..., object], *what: object) -> object:
        if self._is_gone and time.monotonic() < self._until:
            return None
        try:
            found = ask(*what)
        except Exception as error:  # Whatever its client raises: no fault of a cache may cost the answer.
            self._until = time.monotonic() + PAUSE
            if not self._is_gone:
                # No key and no address: paths tell of illnesses, addresses may hold a password.
                self._logger.warning("page cache: gone (%s); pages are rendered for each request", type(error).__name__)
            self._is_gone = True
            return None
        if self._is_gone:
            self._logger.warning("page cache: back")
            self._is_gone = False
        return found


def open_store(app: Flask, url: str) -> Store:
    """The store of an application: in this process, or the Redis or Valkey at an address."""
    config: dict[str, Any] = {"CACHE_DEFAULT_TIMEOUT": _WEEK, "CACHE_KEY_PREFIX": "safetysite:"}
    if url:
        try:
            from redis.backoff import NoBackoff
            from redis.retry import Retry
        except ImportError:
            raise SettingsError("CACHE_URL is set, but the package redis is not installed: pip install redis") from None
        config |= {
            "CACHE_TYPE": "RedisCache",
            "CACHE_REDIS_URL": url,
            "CACHE_SERIALIZER": Packed,
            "CACHE_OPTIONS": {
                "socket_timeout": _PATIENCE,
                "socket_connect_timeout": _PATIENCE,
                "retry": Retry(NoBackoff(), 1),  # Once: a connection that the server closed long ago is no outage.
            },
        }
    else:
        config |= {"CACHE_TYPE": f"{__name__}.BoundedCache", "CACHE_THRESHOLD": THRESHOLD}
    return Store(Cache(app, config=config).cache, app.logger)


class Flights:
    """One at a time for each key: who asks while a reply is being made waits for that one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flying: dict[str, Future[Reply]] = {}

    def reply(self, key: str, make: Callable[[], Reply]) -> Reply:
        """What ``make`` returns or raises, made by one thread for all that ask meanwhile."""
        with self._lock:
            if waiting := self._flying.get(key):
                flight = waiting
            else:
                flight = self._flying[key] = Future()
        if waiting:
            return flight.result()
        try:
            flight.set_result(make())
        except BaseException as error:
            flight.set_exception(error)
        finally:
            with self._lock:
                del self._flying[key]
        return flight.result()
