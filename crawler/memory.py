"""Template memory in a crawl: recalled with an outlet's first page, added to after its last."""

import asyncio
import logging
from datetime import datetime

from crawler.extraction.credits import Desk
from crawler.extraction.templates import MOST_LINES, Template, learn, line_key
from crawler.outlet import Outlet
from crawler.store import Store
from storage.records import TemplateRecord
from storage.templates import Templates

logger = logging.getLogger(__name__)


class Memory:
    """The lines that recur, by outlet. Raises the errors of `storage.errors`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._templates = Templates(store.database)
        self._recalled: dict[str, asyncio.Task[TemplateRecord | None]] = {}

    async def of(self, outlet: Outlet) -> Template | None:
        """The newest snapshot of `outlet` when it was first asked for; None when nothing was learnt yet."""
        if outlet.slug not in self._recalled:  # a task, for several pages may ask before it is there
            recalling = self._store.call(self._templates.newest, outlet.slug)
            self._recalled[outlet.slug] = asyncio.ensure_future(recalling)
        return template_of(await self._recalled[outlet.slug])

    async def learn(self, outlet: Outlet, now: datetime) -> None:
        """Look at the stored articles of `outlet`, and keep a further snapshot if lines recur that none has."""
        learnt = await self._store.call(_learn, self._templates, outlet, now)
        if learnt:
            logger.info("%s: template %s cuts what recurs: %s", outlet.slug, learnt.number, " | ".join(learnt.lines))


def template_of(record: TemplateRecord | None) -> Template | None:
    """A snapshot as extraction takes it. Folded anew: it may have been stored by a release that folded otherwise."""
    return Template(record.number, frozenset(map(line_key, record.lines))) if record else None


def _learn(templates: Templates, outlet: Outlet, now: datetime) -> TemplateRecord | None:
    before = template_of(templates.newest(outlet.slug))
    known = before.lines if before else frozenset()
    texts = templates.texts(outlet.slug)
    desk = Desk.of([outlet.name_ar, outlet.name_en])
    lines = learn(((text.body, text.day) for text in texts), desk, known)
    return templates.keep(outlet.slug, lines[: MOST_LINES - len(known)], len(texts), now)
