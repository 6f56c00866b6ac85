"""A shared cache that may be away: what it would have answered is made anew, and no page fails for it."""

import logging

from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)
PATIENCE = 0.5  # seconds to wait for the cache, no more than making a page takes


def as_tolerated(cache):
    """Return the settings of a cache as the site uses it: one in Redis or Valkey may be away."""
    if cache["BACKEND"] != "django.core.cache.backends.redis.RedisCache":
        return cache
    options = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE, **cache.get("OPTIONS", {})}
    return {**cache, "BACKEND": "config.caching.TolerantRedisCache", "OPTIONS": options}


def tolerant(name, otherwise):
    """Return the method of RedisCache with a name, which answers what `otherwise` gives without a server."""
    method = getattr(RedisCache, name)

    def call(self, *arguments, **options):
        from redis.exceptions import RedisError

        try:
            return method(self, *arguments, **options)
        except RedisError as error:
            logger.warning("The cache cannot be reached: %s", error)
            return otherwise(*arguments, **options)

    return call


class TolerantRedisCache(RedisCache):
    """Redis or Valkey; without it nothing is found and nothing is kept."""

    get = tolerant("get", lambda key, default=None, version=None: default)
    set = tolerant("set", lambda *arguments, **options: None)
    add = tolerant("add", lambda *arguments, **options: True)
    touch = tolerant("touch", lambda *arguments, **options: False)
    delete = tolerant("delete", lambda *arguments, **options: False)
    get_many = tolerant("get_many", lambda *arguments, **options: {})
    set_many = tolerant("set_many", lambda data, *arguments, **options: list(data))
    has_key = tolerant("has_key", lambda *arguments, **options: False)
    clear = tolerant("clear", lambda: False)
