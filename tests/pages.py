"""Pages for tests: an article as plain as can be, and what a test puts in its place."""

PARAGRAPHS = (
    "بدأت ورشات البلدية في مدينة سلمية بريف حماة أعمال صيانة شبكة مياه الشرب في الأحياء الشرقية، بعد شكاوى متكررة "
    "من الأهالي من ضعف الضخ خلال الأسابيع الماضية.",
    "وقالت البلدية إن الأعمال تشمل استبدال ثلاثة كيلومترات من الأنابيب القديمة وتركيب صمامات جديدة، وإنها تنتهي "
    "قبل نهاية الشهر إذا توفرت المواد في موعدها.",
    "وأضافت أن المياه ستوزع بالصهاريج على الأحياء التي تتوقف فيها الشبكة، وأن جدول التوزيع معلق في مبنى البلدية "
    "وعلى أبواب المدارس القريبة.",
)


def article(headline: str, paragraphs: tuple[str, ...] = PARAGRAPHS, head: str = "", published: str = "") -> str:
    """An article page."""
    time = f'<meta property="article:published_time" content="{published}">' if published else ""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{headline}</title>{time}{head}'
        f"</head><body><article><h1>{headline}</h1><div class='entry-content'>{body}</div></article></body></html>"
    )


def numbered(number: int) -> str:
    """An article that shares no sentence with that of another number."""
    words = PARAGRAPHS[0].split()
    paragraphs = tuple(
        " ".join(f"{word}{'' if position % 3 else f' {number}{row}{position}'}" for position, word in enumerate(words))
        for row in range(3)
    )
    return article(f"خبر رقم {number} من سلمية", paragraphs)


def feed(*urls: str) -> str:
    """An RSS feed of addresses."""
    items = "".join(f"<item><title>خبر</title><link>{url}</link></item>" for url in urls)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>أخبار</title>{items}</channel></rss>'
    )
