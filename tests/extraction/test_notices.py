"""Short pages that speak of themselves and not of the world are no articles; short articles that sound alike are."""

import pytest

from crawler.extraction import Article, NoArticle
from crawler.extraction.tables import BOILERPLATE
from tests.extraction.reading import HEADLINE, STORY, document, paragraphs, result, story


def bare(*lines: str, title: str = HEADLINE, head: str = "", more: str = "") -> str:
    """A page with nothing but a headline and some lines."""
    return (
        f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{paragraphs(*lines)}{more}</body></html>"
    )


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (bare("نأسف، الصفحة التي تحاول الوصول إليها ربما حذفت أو نقلت إلى مكان آخر في الموقع.", title="خطأ 404"), "error"),
        (bare("نعتذر، هذا المحتوى لم يعد متاحا على موقعنا ويمكنكم متابعة آخر الأخبار من الصفحة الرئيسية"), "error"),
        (bare("عفوا، لا توجد مواد منشورة في هذا القسم في الوقت الحالي، يرجى المحاولة لاحقا", title="تحقيقات مصورة"), "error"),
        (bare("لم يتم نشر أي أخبار تحت هذا الوسم بعد ويمكنك تصفح الأقسام الأخرى من القائمة", title="سلمية"), "error"),
        (bare("لا توجد نتائج مطابقة لبحثك عن هذه الكلمة في الموقع، جرب كلمة أخرى", title="البحث في الموقع"), "error"),
        (bare("This either means that the username and password information in your file is incorrect", title="Error establishing a database connection"), "error"),
        (bare("This Account has been suspended. Contact your hosting provider for more information about it.", title="Account Suspended"), "error"),
        (bare("هذا المحتوى متاح للمشتركين فقط، يرجى تسجيل الدخول أو الاشتراك لمتابعة القراءة والاستفادة من كل المزايا."), "wall"),
        (bare("للاطلاع على المقال كاملا، اشترك الآن أو سجل الدخول إن كنت مشتركا من قبل", "اشتراك شهري بسعر قليل لكل القراء في العالم"), "wall"),
        (bare("نسيت كلمة المرور؟ أدخل بريدك الإلكتروني وسنرسل إليك رابطا لتعيين كلمة جديدة", title="بوابة القراء"), "wall"),
        (bare("Verify you are human by completing the action below. The site needs to review the security of your connection.", title="Just a moment..."), "challenge"),
        (bare("التحقق من أنك إنسان. قد يستغرق هذا بضع ثوان. يحتاج الموقع إلى مراجعة أمان اتصالك قبل المتابعة.", title="لحظة من فضلك…"), "challenge"),
        (bare("This process is automatic. Your browser will redirect to your requested content shortly.", title="Checking your browser before accessing paper.example"), "challenge"),
        (bare("Request unsuccessful. Incapsula incident ID: 123-456 and some more words so that it counts", title="paper"), "challenge"),
        (bare("This domain is for sale! The domain paper.example may be for sale by its owner. Buy this domain now.", title="paper.example"), "parked"),
        (bare("اسم النطاق هذا معروض للبيع من مالكه الحالي، تواصل معنا لشراء النطاق الآن بسعر مناسب", title="paper.example"), "parked"),
        (bare("نستخدم نحن وشركاؤنا ملفات تعريف الارتباط لتخزين المعلومات على الجهاز، اختر موافق للمتابعة.", title="نحن نهتم بخصوصيتك"), "consent"),
        (bare("هل تتوقع تحسن خدمة المياه في مدينتك؟", "نعم 40% لا 30% لا أدري 30% عدد الأصوات: 1200", title="رأيك يهمنا"), "poll"),
        (bare("جارٍ التحميل، يرجى الانتظار قليلا ريثما تظهر الصفحة كاملة على جهازك شكرا"), "JavaScript"),
        (bare("يرجى تفعيل جافاسكريبت في متصفحك لعرض هذا المحتوى ثم إعادة تحميل الصفحة من جديد"), "JavaScript"),
        (bare(more='<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{"props": {}}</script>'), "JavaScript"),
        (bare(more='<div id="root"></div>'), "JavaScript"),
        (bare("إذا لم يتم التحويل تلقائيا خلال ثوان قليلة اضغط هنا من فضلك أو عد إلى ما كنت فيه"), "redirect"),
        (bare("انتقل الموقع إلى عنوان جديد وتجدونه على الرابط الآتي مع الشكر", head='<meta http-equiv="Refresh" content="0; URL=/news/18">'), "redirect"),
        (bare("انتقل الموقع إلى عنوان جديد وتجدونه على الرابط الآتي مع الشكر", more="<script>window.location.href = '/18';</script>"), "redirect"),
    ],
)  # fmt: skip
def test_a_page_that_speaks_of_itself_is_no_article(html: str, reason: str) -> None:
    found = result(html)
    assert isinstance(found, NoArticle), found
    assert reason in found.reason


FLASH = "عاجل | انقطاع التيار الكهربائي عن مدينة سلمية وريفها الشرقي بسبب عطل طارئ"


@pytest.mark.parametrize(
    ("headline", "lines"),
    [
        ("انقطاع الكهرباء عن سلمية", [FLASH]),
        ("404 عائلات تعود إلى سلمية", ["وصلت اليوم إلى مدينة سلمية 404 عائلات عائدة من المخيمات بحسب البلدية"]),
        ("خطأ 404 يعطل موقع الوزارة", ["ظهرت رسالة الخطأ 404 أمام آلاف المستخدمين صباح اليوم الأحد.", *STORY]),
        ("عذرا دمشق", ["عذرا دمشق، لم نكن هنا حين احتجت إلينا، ولم نترك لك غير الحنين والصور القديمة"]),
        ("انتخابات غرفة تجارة حماة", ["لا توجد نتائج رسمية حتى الآن لانتخابات غرفة التجارة في حماة بحسب اللجنة"]),
        ("انهيار مبنى في الميدان", ["لم يتم العثور على أي ناجين تحت أنقاض المبنى المنهار في الحي حتى المساء"]),
        ("البحث مستمر عن الصيادين", ["لا توجد أخبار حتى الآن عن مصير الصيادين الثلاثة الذين فقدوا قبالة الشاطئ"]),
        ("انقطاع الكهرباء في اللاذقية", ["حدث خطأ في محطة التحويل أدى إلى انقطاع الكهرباء عن عشرة أحياء صباحا"]),
        ("إغلاق موقع أفاميا", ["الموقع الأثري في أفاميا قيد الصيانة حتى نهاية الشهر ولن يستقبل الزوار"]),
        ("تغيير طريقة الدخول إلى البوابة", ["أعلنت الوزارة أن تسجيل الدخول إلى البوابة صار برقم الهاتف بدل البريد الإلكتروني"]),
        ("صحيفة تبدأ الاشتراكات", ["قالت الصحيفة إن المحتوى متاح للمشتركين فقط من الشهر المقبل.", *STORY]),
        ("اللجنة تعلن عدد المصوتين", ["بلغ عدد الأصوات الصحيحة في انتخابات الغرفة ثلاثة آلاف ومئتي صوت حتى الآن"]),
        ("عودة العمل إلى مرفأ اللاذقية", ["جاري تحميل السفن في مرفأ اللاذقية بعد توقف دام يومين بسبب الأحوال الجوية"]),
        ("الهيئة تغرم موقعا", ["يستخدم الموقع ملفات تعريف الارتباط دون إذن، بحسب الهيئة.", *STORY]),
        (HEADLINE, [*STORY, "هذا المحتوى متاح للمشتركين فقط، يرجى تسجيل الدخول."]),
    ],
)  # fmt: skip
def test_a_story_that_sounds_alike_is_an_article(headline: str, lines: list[str]) -> None:
    html = document(f"<h1>{headline}</h1>{paragraphs(*lines)}", title=f"{headline} - الجريدة")
    assert isinstance(result(html), Article), result(html)


@pytest.mark.parametrize(
    "more",
    [
        '<meta http-equiv="refresh" content="300">',
        '<meta http-equiv="refresh" content="600; url=/news/17">',
        "<script>function search() { window.location.href = '/search'; }</script>",
    ],
)
def test_a_flash_on_a_page_that_reloads_or_leads_on_later_is_an_article(more: str) -> None:
    assert isinstance(result(document(f"<h1>{HEADLINE}</h1><p>{FLASH}</p>{more}", more)), Article)


@pytest.mark.parametrize(
    "line",
    [
        "هذا المحتوى للمشتركين فقط. سجّل الدخول لمتابعة القراءة أو اشترك الآن بسعر خاص.",
        "عذراً، هذه المادة مخصصة للأعضاء.",
        "للاطلاع على بقية المقال يرجى تسجيل الدخول أو الاشتراك في الموقع.",
        "لمتابعة القراءة، اشترك الآن.",
    ],
)
def test_a_wall_is_no_article_alone_and_no_line_of_the_open_part_above_it(line: str) -> None:
    alone, below = result(story(paragraphs(line))), result(story(paragraphs(STORY[0], line)))
    assert isinstance(alone, NoArticle) and "wall" in alone.reason
    assert isinstance(below, Article)
    assert (below.body, below.removed[-1].rule) == (STORY[0], "wall")


@pytest.mark.parametrize(
    "line",
    [
        "هذا المحتوى للمشتركين فقط، قالت الصحيفة حين سألها القراء عن الأرشيف المغلق.",
        "للاطلاع على بقية المقال زار عشرات الطلاب مكتبة المدينة صباح الأحد.",
        "لمتابعة القراءة في العتمة اشترى الأهالي مصابيح تعمل بالطاقة الشمسية.",
    ],
)
def test_a_sentence_that_begins_like_a_wall_stays(line: str) -> None:
    found = result(story(paragraphs(STORY[0], line, *STORY[1:])))
    assert isinstance(found, Article)
    assert line in found.body.split("\n\n")


def test_the_expressions_are_written_folded() -> None:
    names = ("listing_headings", "section_headings", "error_phrases")
    expressions = [text for name in names for text in BOILERPLATE[name]]
    expressions += [text for notice in BOILERPLATE["notices"] for text in notice["phrases"] + notice.get("lines", [])]
    assert [text for text in expressions if set(text) & set("أإآٱىئؤةـ")] == []
