"""Five known texts through the extraction: `python -m benchmarks.seeds --seeds DIR`.

DIR holds the texts as an extractor of old left them, one page a file, boilerplate and all. Around each a page is built in
a scratch folder, twice: in the markup that the outlet's pages are known to use, and flat, each line a paragraph of a page
that no rule knows. What the text shows as boilerplate must be gone, captions, datelines and credits must be fields, and
everything else must stand in the body, in order. Exits with 1 when a page comes out otherwise.
"""

import argparse
import html
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crawler.extraction import Article, NoArticle, Page, extract
from crawler.outlet import Outlet
from crawler.spiders import outlets
from crawler.text.arabic import words

INVENTED_HEADLINE = "عنوان من كلمات لا ترد في النص أبدا"
ALSO_READ = ("اقرأ أيضاً:", "اقرأ ايضًا :", "قد يهمك أيضًا :")


@dataclass(frozen=True)
class Seed:
    """One text: which lines are its story, what its fields must say, and how its outlet marks it up."""

    outlet: str
    url: str
    headline: str
    story: list[str]
    lines: list[str]  # all of the file, as a flat page shows them
    page: str  # the outlet's own markup
    fields: dict[str, object] = field(default_factory=dict)


def p(line: str) -> str:
    """A paragraph."""
    return f"<p>{html.escape(line)}</p>"


def subhead(line: str) -> str:
    """A paragraph, or a subhead when no sentence ends there."""
    is_subhead = len(line.split()) < 16 and not line.endswith((".", ":", "،", "”"))
    return f"<h2>{html.escape(line)}</h2>" if is_subhead else p(line)


def also_read(line: str) -> str:
    """A head and the link after it, as the outlets print them amid a story."""
    head, _, title = line.partition(":")
    link = f' <a href="/2020/01/01/other">{html.escape(title.strip())}</a>' if title.strip() else ""
    return f"<p><strong>{head}:{link}</strong></p>"


def related_item(line: str) -> str:
    """An item of a list of links."""
    return f'<p><a href="/1/other"><strong>{html.escape(line)}</strong></a></p>'


def document(title: str, head: str, body: str) -> str:
    """A page with the chrome that every site has."""
    others = "".join(f'<li><a href="/{n}">عنوان خبر آخر في قائمة جانبية رقم {n}</a></li>' for n in range(6))
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{html.escape(title)}</title>{head}</head>'
        f'<body><header><nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/s">سياسة</a></li></ul></nav></header>{body}'
        f'<aside class="sidebar"><h3>الأكثر قراءة</h3><ul>{others}</ul></aside>'
        "<footer>جميع الحقوق محفوظة</footer></body></html>"
    )


def hadi_abdullah(lines: list[str]) -> Seed:
    """WordPress: a skip link, a headline, paragraphs and subheads, an inline head of links."""
    skip, headline, *rest = lines
    story = [line for line in rest if not line.startswith(ALSO_READ)]
    content = "".join(also_read(line) if line.startswith(ALSO_READ) else subhead(line) for line in rest)
    page = document(
        f"{headline} – هادي العبد الله", "",
        f'<a class="skip-link screen-reader-text" href="#content">{skip}</a><article class="post"><header class="entry-header">'
        f'<h1 class="entry-title">{headline}</h1></header><div class="entry-content">{content}</div></article>',
    )  # fmt: skip
    url = "https://hadiabdullah.net/2022/08/10/slug/"
    return Seed("hadi_abdullah", url, headline, story, lines, page, {"published_on": "2022-08-10"})


def syria_tv(lines: list[str]) -> Seed:
    """Drupal 8: live label, date with city, image file name and caption, place and agency, font-size widget."""
    icon, live, headline, stamp, file_name, caption, credit, plus, size, minus, *rest = lines
    story = [line for line in rest if not line.startswith(ALSO_READ)]
    content = "".join(also_read(line) if line.startswith(ALSO_READ) else p(line) for line in rest)
    page = document(
        f"{headline} | تلفزيون سوريا", '<meta property="og:image" content="/sites/default/files/lead.jpg">',
        f'<article class="node"><div class="live"><span>{icon}</span><a href="/live">{live}</a></div><h1 class="page-header">{headline}</h1>'
        f'<div class="field field--name-field-published-date">{stamp}</div>'
        f'<div class="field field--name-field-image"><img src="/x.jpg"><div class="image-name">{file_name}</div><div class="caption">{caption}</div></div>'
        f'<div class="field field--name-field-source">{credit}</div><div class="font"><a href="#">{plus}</a><span>{size}</span><a href="#">{minus}</a></div>'
        f'<div class="field field--name-body">{content}</div></article>',
    )  # fmt: skip
    place, _, agency = (part.strip() for part in credit.partition("ـ"))
    day, _, hour = stamp.partition(" | ")
    shown, _, source = caption.partition(" - (")
    fields: dict[str, object] = {
        "dateline": place, "credit": agency, "published_at": f"{day.replace('.', '-')}T{hour.split()[0]}:00+02:00",
        "image_caption": shown, "image_credit": source.rstrip(") "),
    }  # fmt: skip
    return Seed("syria_tv", "https://www.syria.tv/one-two-three", headline, story, lines, page, fields)


def arabs_today(lines: list[str]) -> Seed:
    """A system of its own: the caption first, lists of links amid the story and after it, a genuine list of demands."""
    caption, *rest = lines
    story, content, in_links = [], [], False
    for line in rest:
        in_links = line in ALSO_READ or (in_links and line.startswith("-"))
        if not in_links:
            story.append(line)
        content.append(also_read(line) if line in ALSO_READ else related_item(line) if in_links else p(line))
    page = document(
        f"{INVENTED_HEADLINE} - العرب اليوم", "",
        f'<div class="article"><h1 class="article-title">{INVENTED_HEADLINE}</h1><div class="story"><div class="story-image"><img src="/a.jpg">'
        f'<div class="image-caption">{caption}</div></div><div class="story-place">بيروت ـ العرب اليوم</div>{"".join(content)}</div></div>',
    )  # fmt: skip
    url = "https://www.arabstoday.net/1/211218101500-slug"
    fields: dict[str, object] = {
        "image_caption": caption,
        "dateline": "بيروت",
        "credit": None,
        "published_at": "2018-12-21T10:15:00+02:00",
    }
    return Seed("arabs_today", url, INVENTED_HEADLINE, story, lines, page, fields)


def enab_baladi(lines: list[str]) -> Seed:
    """WordPress: caption glued to its icon, letters of the font widget, related articles, a box that asks for donations."""
    headline, camera, tag, *rest = lines
    end = rest.index("مقالات متعلقة")
    story, donation = rest[:end], rest[end + 1 :]
    page = document(
        f"{headline} - عنب بلدي", "",
        f'<article class="single-article"><h1>{headline}</h1><span class="camera-icon">{camera}</span><div class="content-article">'
        f'<div class="tools"><span class="tag-icon">{tag}</span></div>{"".join(map(p, story))}<div class="more"><h3>{rest[end]}</h3><ul>'
        '<li><a href="/1/">عنوان مقالة متعلقة أولى من الموقع</a></li><li><a href="/2/">عنوان مقالة متعلقة ثانية من الموقع</a></li></ul></div></div>'
        f'<div class="donation-box">{"".join(map(p, donation))}</div></article>',
    )  # fmt: skip
    caption = camera.removeprefix("camera icon").strip()
    return Seed(
        "enab_baladi",
        "https://www.enabbaladi.net/391555/slug/",
        headline,
        story,
        lines,
        page,
        {"image_caption": caption},
    )


def ouruba(lines: list[str]) -> Seed:
    """Drupal 7: issue and date as fields, subheads as paragraphs, source and comment link at the end."""
    headline, *story, source, comment = lines
    page = document(
        f"{headline} | العروبة", "",
        f'<h1 class="title" id="page-title">{headline}</h1><div class="node node-article"><div class="field field-name-field-issue">العدد:&nbsp;15017</div>'
        '<div class="field field-name-field-date">التاريخ:&nbsp;الخميس, كانون الأول 7, 2017</div>'
        f'<div class="field field-name-body"><div class="field-items"><div class="field-item even">{"".join(map(p, [*story, source]))}</div></div></div>'
        f'<ul class="links inline"><li class="comment-add"><a href="/comment/reply/1">{comment}</a></li></ul></div>',
    )  # fmt: skip
    fields: dict[str, object] = {"credit": source.partition(":")[2].strip(), "published_on": "2017-12-07"}
    return Seed("ouruba", "http://ouruba.alwehda.gov.sy/node/265004", headline, story, lines, page, fields)


# How a file is told: by a boilerplate line that only this outlet prints.
KINDS: tuple[tuple[str, Callable[[list[str]], Seed]], ...] = (
    ("+A", syria_tv), ("قد يهمك أيضًا :", arabs_today), ("ادعم عنب بلدي", enab_baladi), ("إضافة تعليق جديد", ouruba), ("تخطى إلى المحتوى", hadi_abdullah),
)  # fmt: skip
# What a flat page still tells: the other fields have their place in the outlet's markup.
FLAT_FIELDS = ("credit",)


def read_seed(path: Path) -> Seed:
    """The seed in `path`. Raises SystemExit when it is none of the five outlets'."""
    lines = [" ".join(line.split()) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for mark, build in KINDS:
        if mark in lines:
            return build(lines)
    raise SystemExit(f"{path} has no boilerplate of the five outlets")


def flat(seed: Seed) -> str:
    """A page on which every line of the file is a paragraph like any other."""
    lines = [line for line in seed.lines if line != seed.headline]
    return document(seed.headline, "", f"<h1>{seed.headline}</h1><div>{''.join(map(p, lines))}</div>")


def faults(result: Article | NoArticle, seed: Seed, fields: dict[str, object]) -> list[str]:
    """What is wrong with a reading, one line a fault."""
    if isinstance(result, NoArticle):
        return [f"no article: {result.reason}"]
    body = [" ".join(words(line)) for line in result.body.split("\n\n")]
    story = [" ".join(words(line)) for line in seed.story]
    found = [f"lost: {line[:70]}" for line in story if line not in body] + [
        f"left: {line[:70]}" for line in body if line not in story
    ]
    if not found and body != story:
        found.append("the order of the paragraphs changed")
    got = {
        "published_on": str(result.published_on), "published_at": result.published_at and result.published_at.isoformat(),
        "dateline": result.dateline, "credit": result.credit, "image_caption": result.image_caption,
        "image_credit": result.image_credit,
    }  # fmt: skip
    found += [f"{name}: {got[name]!r}, not {value!r}" for name, value in fields.items() if got[name] != value]
    if words(result.headline) != words(seed.headline):
        found.append(f"headline: {result.headline[:70]}")
    return found


def main() -> None:
    """Build, read, compare and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seeds", description=__doc__)
    parser.add_argument("--seeds", type=Path, required=True, help="folder of .txt files")
    options = parser.parse_args()
    files = sorted(options.seeds.glob("*.txt"))
    if not files:
        parser.error(f"--seeds {options.seeds} holds no .txt file")
    declared: dict[str, Outlet] = outlets()
    wrong = 0
    print(f"{'file':<28} {'outlet':<14} {'page':<6} {'lines':>5} {'removed':>7}  result")
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            seed = read_seed(file)
            for form, text in (("site", seed.page), ("flat", flat(seed))):
                page = Path(folder) / f"{file.stem}-{form}.html"
                page.write_text(text, encoding="utf-8")
                fields = (
                    seed.fields
                    if form == "site"
                    else {name: seed.fields[name] for name in FLAT_FIELDS if name in seed.fields}
                )
                result = extract(Page(seed.url, page.read_bytes(), datetime.now(UTC)), declared[seed.outlet])
                found = faults(result, seed, fields)
                wrong += bool(found)
                removed = len(result.removed) if isinstance(result, Article) else 0
                print(
                    f"{file.name:<28} {seed.outlet:<14} {form:<6} {len(seed.story):>5} {removed:>7}  {'; '.join(found) or 'as it should be'}"
                )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
