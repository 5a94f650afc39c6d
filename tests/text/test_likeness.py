"""Versions of one text, texts that carry another, forms that were filled anew."""

import pytest

from crawler.text.likeness import Likeness, likeness

# An invented report, sentence by sentence.
REPORT = [
    "أعلنت بلدية مدينة الزيتونة أن ورشاتها أنهت ترميم المكتبة العامة بعد عمل استمر سبعة أشهر متواصلة.",
    "وقال رئيس البلدية سالم النجار إن المكتبة ستفتح أبوابها للقراء صباح السبت المقبل مجانا.",
    "وأضاف النجار أن الترميم شمل القاعة الكبرى وسقف المخزن وشبكة الكهرباء القديمة كلها.",
    "وتضم المكتبة نحو أربعين ألف كتاب نجت من الرطوبة التي أصابت المبنى في الشتاء الماضي.",
    "وشارك متطوعون من طلاب المدينة في نقل الكتب وتنظيفها وترتيبها على الرفوف الجديدة.",
    "ودعت البلدية الأهالي إلى التبرع بما لديهم من كتب الأطفال والقصص المصورة القديمة.",
]
HEADLINE = "بلدية الزيتونة تنهي ترميم المكتبة العامة"
OTHER = [
    "توقفت حركة القطارات بين الساحل والداخل ثلاث ساعات بسبب عطل في إحدى المحطات الفرعية.",
    "وأوضحت المؤسسة العامة للسكك أن الفنيين أصلحوا العطل وعادت الرحلات إلى مواعيدها المعتادة.",
    "ولم يصب أحد من الركاب بأذى وجرى نقل العشرات منهم بحافلات استأجرتها المؤسسة للغرض نفسه.",
    "وطلبت المؤسسة من المسافرين مراجعة مكاتبها لاسترداد أثمان البطاقات التي لم تستعمل بعد.",
]


def alike(body: list[str], other: list[str], headline: str = HEADLINE, other_headline: str = HEADLINE) -> Likeness:
    one, two = " ".join(body), " ".join(other)
    found = likeness(headline, one, other_headline, two)
    assert found == likeness(other_headline, two, headline, one), "the order must not matter"
    return found


@pytest.mark.parametrize(
    "copy",
    [
        REPORT,
        REPORT[:2],
        REPORT[::-1],
        [*REPORT, *OTHER],
        [OTHER[0], *REPORT[1:]],
        [line.replace("وقال", "وصرح").replace("نحو", "قرابة").replace("وأضاف", "وتابع") for line in REPORT],
    ],
    ids=["equal", "shortened", "reordered", "extended", "another opening", "reworded"],
)
def test_versions_of_one_text(copy: list[str]) -> None:
    assert alike(REPORT, copy).is_copy


def test_texts_on_different_things_share_nothing() -> None:
    assert alike(REPORT, OTHER, other_headline="عطل يوقف القطارات") == Likeness(0.0)


def test_reports_of_one_event_that_were_written_apart_are_no_copies() -> None:
    apart = [
        "تستعد الزيتونة لاستقبال قرائها من جديد بعدما أتمت ورشات البلدية إصلاح مكتبتها التي أغلقت العام الفائت.",
        "وقال رئيس البلدية سالم النجار إن الكلفة لم تتجاوز ما رصد لها، وإن الدوام سيكون صباحيا في الأسابيع الأولى.",
        "ويقول سكان التقيناهم إنهم اشتاقوا إلى قاعة المطالعة التي درسوا فيها للامتحانات سنوات طويلة.",
    ]
    assert not alike(REPORT, apart).is_copy


def rates(day: str, buying: int, selling: int) -> list[str]:
    return [
        f"حافظت أسعار الصرف على استقرارها في أسواق العاصمة يوم {day} وسط حركة بيع وشراء ضعيفة.",
        f"وسجل الدولار سعر {buying} ليرة للشراء و{selling} ليرة للمبيع، وسجل اليورو {buying + 1175} ليرة للشراء.",
        f"أما الليرة التركية فبلغت {buying // 38} ليرة للشراء و{selling // 38 + 3} ليرة للمبيع في الأسواق نفسها.",
    ]


def cable(land: str, president: str) -> list[str]:
    return [
        f"بعث رئيس الاتحاد برقية تهنئة إلى الرئيس {president} رئيس جمهورية {land} بمناسبة ذكرى استقلال بلاده.",
        f"وأعرب رئيس الاتحاد باسمه وباسم الأعضاء عن أطيب التمنيات بالصحة للرئيس {president} ولشعب {land} الصديق.",
        f"وأشاد بالعلاقات التي تربط الاتحاد وجمهورية {land} متمنيا تنميتها وتعزيزها في جميع المجالات.",
    ]


def forecast(sea: str, low: int, high: int, wind: int) -> list[str]:
    return [
        f"تتوقع دائرة الأرصاد أن يكون الطقس اليوم {sea} والحرارة بين {low} و{high} درجة في المدن الداخلية.",
        f"وتكون الرياح جنوبية غربية سرعتها {wind} كيلومترا في الساعة وارتفاع الموج {wind + 45} سنتمترا والبحر {sea}.",
        "وتنصح الدائرة السائقين بالتمهل على الطرق الجبلية عند الصباح بسبب الضباب.",
    ]


def school(town: str, director: str) -> list[str]:
    return [
        f"دعت مديرية التربية في {town} المقبولين في مسابقة المعلمين إلى مراجعتها لإجراء المقابلات الشخصية.",
        f"وقال مدير التربية في {town} {director} إن على المقبولين إحضار صورة البطاقة الشخصية والشهادات المصدقة.",
        f"وأوضح {director} أن المقابلات تجري في مبنى المديرية بمدينة {town} من الثامنة صباحا حتى الظهر.",
    ]


@pytest.mark.parametrize(
    ("one", "other", "headlines"),
    [
        (rates("الأحد", 14_150, 14_250), rates("الثلاثاء", 13_880, 13_990), ("أسعار الصرف اليوم", "أسعار الصرف اليوم")),
        (
            cable("المرجان", "هادي الكريم"),
            cable("البيلسان", "نزار الحكيم"),
            ("تهنئة لرئيس المرجان بذكرى الاستقلال", "تهنئة لرئيس البيلسان بذكرى الاستقلال"),
        ),
        (forecast("مشمس", 11, 24, 20), forecast("غائم", 7, 17, 35), ("طقس اليوم", "طقس اليوم")),
        (
            school("الرمان", "وليد الأمين"),
            school("السنديان", "فؤاد البحر"),
            ("تربية الرمان تدعو المقبولين", "تربية السنديان تدعو المقبولين"),
        ),
    ],
    ids=["exchange rates", "cables", "weather", "school notices"],
)
def test_a_form_that_was_filled_anew_is_no_copy(one: list[str], other: list[str], headlines: tuple[str, str]) -> None:
    assert alike(one, one, headlines[0], headlines[1]).is_copy
    assert not alike(one, other, *headlines).is_copy


def test_the_third_batch_is_not_the_second() -> None:
    batch = "وصلت الدفعة {} من المساعدات الطبية إلى مستشفى الزيتونة على متن خمس شاحنات قادمة من الميناء القريب. "
    rest = "وقال مدير المستشفى إن {} ستوزع على المراكز الصحية في القرى المجاورة وفق قوائم أعدتها لجنة الطوارئ منذ شهر."
    second, third = ([batch.format(word), rest.format("المواد " + word)] for word in ("الثانية", "الثالثة"))
    assert not alike(second, third, "وصول الدفعة الثانية", "وصول الدفعة الثالثة").is_copy


def test_a_digest_carries_what_its_headline_does_not_name() -> None:
    found = alike(REPORT, [*OTHER, *OTHER[::-1], *REPORT], other_headline="نشرة المساء: عطل يوقف القطارات ثلاث ساعات")
    assert (found.is_copy, found.is_carried) == (False, True)


def test_two_flashes_that_share_a_name_with_its_titles_are_no_copies() -> None:
    title = "رئيس مجلس بلدية مدينة الزيتونة المهندس سالم النجار"
    assert not alike([f"استقبل {title} وفدا من الطلاب"], [f"افتتح {title} حديقة جديدة"], "أ", "ب").is_copy


def test_an_empty_text_is_like_nothing() -> None:
    assert likeness("", "", "", "") == likeness(HEADLINE, "", HEADLINE, " ".join(REPORT)) == Likeness(0.0)
