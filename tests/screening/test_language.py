"""Which language a text is in. All sentences are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.screening.language import detect

PARAGRAPH = (
    "افتتحت البلدية صباح أمس حديقة عامة في وسط المدينة، وقال مدير الحدائق إن الأشجار التي زرعت فيها جاءت من مشتل "
    "قريب، وإن العمل على الممرات سيستمر حتى نهاية الشهر. وأضاف أن الأهالي شاركوا في تنظيف المكان منذ أسابيع. "
)

ARABIC = [
    "سوريا",
    "دمشق",
    "حلب اليوم",
    "عاجل",
    "طقس الغد",
    "قتلى وجرحى بانفجار",
    "أسعار الذهب ترتفع",
    "وزير الزراعة يزور درعا",
    "منتخبنا يفوز بثلاثة أهداف",
    "تعرّف على مواعيد القطارات",
    "كم سعر الدولار اليوم؟",
    "فيديو.. سيول تجرف سيارات",
    "«زد تي إي» تطلق هاتفاً جديداً",
    "شركة «ZTE» تطلق هاتف «Axon» في الأسواق",
    "هل يتغيّر موعد الامتحانات؟",
    "شو صار بالسوق اليوم",
    "الچلبي يزور پاريس للمرة الثانية",
    "شاب يقود دراجته من فاس إلى أگادير",
    PARAGRAPH,
    PARAGRAPH.replace("ي", "ی").replace("ك", "ک"),
    "وزیر الصحة یفتتح مستشفی جدیداً فی الشمال ویتفقد الکوادر",
    "ســـوريا تـــفتتح مـــعرض الـــكتاب",
    "ا ل ـ ع ـ ن ـ و ا ن في الصفحة الأولى من الجريدة",
    "أَعْلَنَتِ الوِزارَةُ اليَوْمَ عَنْ خُطَّةٍ جَديدَةٍ لِتَوْزيعِ المِياه",
    "ﺃﻋﻠﻨﺖ ﺍﻟﻮﺯﺍﺭﺓ ﻋﻦ ﺧﻄﺔ ﺟﺪﻳﺪﺓ ﻟﺘﻮﺯﻳﻊ ﺍﻟﻤﻴﺎﻩ ﻓﻲ ﺍﻟﻤﺪﻳﻨﺔ",
    "\u202bأعلنت الوزارة\u202c \u200fعن خطة جديدة",
    PARAGRAPH + "وكتب الشاعر: «این خانه که در آن زندگی می‌کنم برای تو است و باغ را دوست دارم».",
    PARAGRAPH + "The minister said: we will open the new garden for all the people of this city next month.",
    "أفضل عشرة أفلام\n1. The Long Road | Jane Doe (1970)\n2. A Summer House | John Roe (1981)",
    "بالصور.. موسم قطاف الزيتون في القرى\nFarmers harvest olives in a village. Farmers carry baskets of olives home.",
]

OTHERS = {
    "fa": [
        "رئیس جمهور ایران در سفر به استان گفت که پروژه آب تا پایان سال افتتاح می‌شود.",
        "قیمت گوشت و پنیر در بازار تهران دو برابر شده است",
        "این کتاب را برای کودکان نوشته‌اند",
        "بازی دیروز تیم ما با نتیجه دو بر یک به پایان رسید و تماشاگران ورزشگاه را ترک کردند.",
        "وزارت معارف افغانستان می‌گوید که مکاتب در ولایت هرات و بلخ پس از رخصتی زمستانی باز شده است.",  # Dari
        "باشندگان کابل از کمبود برق شکایت دارند و می‌گویند که هیچ نهاد به مشکل شان رسیدگی نمی‌کند.",  # Dari
        "او گفت: «في التأني السلامة» و سپس به پرسش‌های خبرنگاران درباره پروژه پاسخ داد که چرا دیر شده است.",
        "ﻗﯿﻤﺖ ﮔﻮﺷﺖ ﺩﺭ ﺑﺎﺯﺍﺭ ﺗﻬﺮﺍﻥ ﺍﻓﺰﺍﯾﺶ ﯾﺎﻓﺘﻪ ﺍﺳﺖ",  # presentation forms
    ],
    "ur": [
        "وزیر اعظم نے کہا ہے کہ نئی سڑک اگلے سال تک مکمل ہو جائے گی۔",
        "لاہور میں آج موسم خوشگوار رہے گا اور شام کو بارش کا امکان ہے۔",
        "یہ کتاب بچوں کے لیے لکھی گئی ہے",
        "کراچی: ٹرینوں کی آمد و رفت بحال",
        "انہوں نے بتایا کہ ڈاکٹروں کی ٹیم گاؤں پہنچ گئی ہے۔",
    ],
    "ckb": [
        "سەرۆکی شارەوانی ڕایگەیاند کە باخچەیەکی نوێ لە ناوەڕاستی شار دەکرێتەوە.",
        "نرخی زێڕ لە بازاڕەکانی هەولێر بەرزبووەوە",
        "خوێندکاران گەڕانەوە بۆ قوتابخانە",
        "کەشوهەوای سبەی ساردتر دەبێت و باران دەبارێت لە زۆربەی ناوچەکان.",
    ],
    "ug": [
        "شەھەر باشلىقى يېڭى باغچىنىڭ كېلەر ئايدا ئېچىلىدىغانلىقىنى ئېيتتى.",
        "بۈگۈن ھاۋا ئوچۇق بولىدۇ، ئەتە يامغۇر ياغىدۇ",
        "ئوقۇغۇچىلار مەكتەپكە قايتىپ كەلدى",
        "بازاردا مېۋە-چېۋىنىڭ باھاسى ئۆرلىدى ۋە سېتىۋالغۇچىلار ئازايدى.",
    ],
    "ps": [
        "د ښار والۍ وایي چې نوی بڼ به راتلونکې میاشت پرانیستل شي.",
        "په کابل کې د سړکونو د رغولو کار پیل شوی دی او خلک ترې خوښ دي.",
        "زده کوونکي بېرته ښوونځیو ته ستانه شول",
        "د غنمو بیه په بازار کې لوړه شوې ده، بزګران وایي چې اوبه لږې دي.",
    ],
    "ku": [
        "Şaredariya bajêr ragihand ku baxçeyekî nû dê di meha bê de were vekirin û ji bo her kesî vekirî ye.",
        "Bihayê nan li bazarê zêde bû û xelk ji rewşê gazinan dikin, lê çareserî hîn tune ye.",
        "Xwendekar vegeriyan dibistanê û li wê derê bi dilgermî hatin pêşwazîkirin.",
        "Ev pirtûk ji bo zarokan hatiye nivîsandin û di nav xwe de çîrokên kevn dihewîne.",
    ],
    "en": [
        "The mayor said that the new garden in the centre of the city will open to the public next month.",
        "Farmers in the village are waiting for the rain, and the price of wheat has gone up again this week.",
        "The driver wrote a sign in two languages, السلام عليكم and welcome, and put it in the window of his taxi.",
    ],
    "fr": ["Le maire a annoncé que le nouveau jardin du centre-ville ouvrira ses portes au public le mois prochain."],
    "tr": ["Belediye başkanı, şehir merkezindeki yeni parkın gelecek ay halka açılacağını söyledi."],
    "de": ["Der Bürgermeister sagte, dass der neue Garten in der Stadtmitte im nächsten Monat eröffnet werden soll."],
    "ru": ["Мэр города заявил, что новый сад в центре откроется для посетителей в следующем месяце."],
    "und": ["", "  \n", "12:30 | 2024/05/06", "«…» — !", "📷 📰"],
}  # fmt: skip


@pytest.mark.parametrize("text", ARABIC)
def test_arabic_is_arabic_however_short_and_however_typed(text: str) -> None:
    found = detect(text)
    assert (found.code, found.is_arabic) == ("ar", True)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in OTHERS.items() for text in texts])
def test_another_language_is_known_for_what_it_is(code: str, text: str) -> None:
    found = detect(text)
    assert (found.code, found.is_arabic) == (code, False)


def test_an_article_is_surer_than_a_word() -> None:
    assert detect(PARAGRAPH).confidence > 0.95
    assert detect("سوريا").confidence < 0.5


def test_text_without_letters_is_sure_of_nothing() -> None:
    assert detect("12:30").confidence == 0


def test_the_verdict_is_the_same_every_time() -> None:
    text = "Il sindaco ha detto che il nuovo giardino apre domani; el alcalde dijo que el jardín abre mañana."
    assert len({detect(text) for _ in range(20)}) == 1


def test_a_persian_article_that_quotes_arabic_is_persian() -> None:
    persian = "رئیس شورای شهر گفت که پارک جدید تا پایان سال برای شهروندان باز می‌شود و کار آن ادامه دارد. " * 6
    assert detect(persian + PARAGRAPH).code == "fa"


@given(st.text(max_size=300))
def test_no_text_makes_it_raise(text: str) -> None:
    found = detect(text)
    assert 0 <= found.confidence <= 1
    assert found.is_arabic == (found.code == "ar")
