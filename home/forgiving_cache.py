"""Redis as a cache that may be gone: then nothing is found in it and nothing kept, and every page is made anew.

Whatever the cache is used for stands without it: what is once done is held by the database, and who counts requests counts none.
"""

import logging
from functools import wraps

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger("fairstreet.cache")


def or_else(answer):
    """Answer with what `answer(*arguments)` gives when Redis does not."""

    def forgiving(method):
        @wraps(method)
        def tried(self, *args, **kwargs):
            try:
                return method(self, *args, **kwargs)
            except RedisError as problem:
                log.warning("the cache did not answer: %s", type(problem).__name__)
                return answer(*args, **kwargs)

        return tried

    return forgiving


def _nothing_known(key, delta=1, version=None):
    raise ValueError("There is no such key, as far as anyone knows")


class ForgivingRedisCache(RedisCache):
    """`add` says yes, as it does to whoever comes first; to count what is not there raises `ValueError`, as ever."""

    get = or_else(lambda key, default=None, version=None: default)(RedisCache.get)
    set = or_else(lambda *args, **kwargs: None)(RedisCache.set)
    add = or_else(lambda *args, **kwargs: True)(RedisCache.add)
    touch = or_else(lambda *args, **kwargs: False)(RedisCache.touch)
    delete = or_else(lambda *args, **kwargs: False)(RedisCache.delete)
    has_key = or_else(lambda *args, **kwargs: False)(RedisCache.has_key)
    incr = or_else(_nothing_known)(RedisCache.incr)
    get_many = or_else(lambda *args, **kwargs: {})(RedisCache.get_many)
    set_many = or_else(lambda data, *args, **kwargs: list(data))(RedisCache.set_many)
    delete_many = or_else(lambda *args, **kwargs: None)(RedisCache.delete_many)
    clear = or_else(lambda: False)(RedisCache.clear)
