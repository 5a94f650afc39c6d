"""What the crawls of one process have in common, such as the database's thread: made once, closed by the last."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """Things that several borrow under one key. Eighty outlets in one process need no eighty pools of workers."""

    def __init__(self) -> None:
        self._lent: dict[Hashable, tuple[T, int]] = {}

    def borrow(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing under `key`, made now if nobody has it."""
        thing, users = self._lent[key] if key in self._lent else (make(), 0)
        self._lent[key] = thing, users + 1
        return thing

    def give_back(self, thing: T) -> bool:
        """Whether nobody has `thing` any more: then whoever gave it back is to close it."""
        for key, (lent, users) in self._lent.items():
            if lent is thing:
                if users > 1:
                    self._lent[key] = lent, users - 1
                    return False
                del self._lent[key]
                return True
        return True
