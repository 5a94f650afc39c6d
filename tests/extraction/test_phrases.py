"""Lines that are boilerplate by what they say are cut; sentences that begin alike are not."""

import pytest

from crawler.outlet import ArticleRules
from tests.extraction.reading import STORY, body, paragraphs, read, story

FIRST, *REST = STORY


@pytest.mark.parametrize(
    "line",
    [
        "+A", "حجم الخط", "-A", "ع ع ع", "tag icon ع ع ع", "icon", "×", "TT", "* * *", "شارك", "مشاركة", "طباعة", "إعلان",
        "تخطى إلى المحتوى", "تخطى قصص مقترحة وواصل القراءة", "قصص مقترحة نهاية", "شارك هذا الخبر :", "al-market.jpg",
        "إضافة تعليق جديد", "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *", "اضف تعليقاً واقرأ تعليقات القراء",
        "اضغط هنا للمساهمة", "تابعونا على فيسبوك", "تابعوا الجريدة على واتساب من هنا", "تابعوا أخبار الجريدة عبر غوغل نيوز", "تابعوا RT على",
        "لمتابعة آخر الأخبار اشترك في قناتنا على تلغرام", "جميع الحقوق محفوظة للجريدة", "https://t.me/paper",
        "الآراء الواردة أدناه لا تعبر عن رأي الموقع بل عن وجهات نظر أصحابها فقط.", "نشر في: 12/03/2021 - 10:20",
        "تاريخ النشر: 12 آذار 2021", "240 قراءة", "العدد: 15017", "مدة القراءة: 3 دقائق", "#سلمية #مياه_الشرب",
        "camera iconعمال يصلحون أنبوبا في المدينة", "list of 4 items", "صدر الصورة، وكالة",
        "4 دقائق", "5 دقائق للقراءة", "{loadposition inarticle}", "[ads2]", "التحديث التلقائي مفعل",
        "يمكنكم الاشتراك في قناتنا على واتساب ليصلكم يوميا أهم أخبارنا على هاتفكم المحمول.",
        "- إشهار -", "ادعموا الصحافة المحلية", "ساهموا معنا بمبلغ صغير عبر باي بال كي نستمر.",
        "أرسل وصفتك إلى بريد الموقع لننشرها باسمك", "شاركونا صوركم عبر الواتساب",
        "آخر تحديث: 5 آذار 2025 الساعة 18:20 | نُشر: 4 آذار 2025 الساعة 09:15 بتوقيت دمشق",
        "نُشر: 4 آذار 2025 الساعة 09:15 | آخر تحديث: 5 آذار 2025 الساعة 18:20", "نشر في 04/03/2025 09:15 آخر تحديث: 05/03/2025 18:20",
        "معجب بهذه:", "إعجاب تحميل...", "بور-مع/ب ق/ح س", "لار/نات/غ ر",
        "للتواصل مع الكاتبة: rana@paper.example", "للتواصل أرسل رسالة نصية إلى الرقم 12345 تبدأ بالرمز 6",
    ],
)  # fmt: skip
def test_a_line_that_is_no_part_of_the_story_goes(line: str) -> None:
    assert body(story(paragraphs(FIRST, line, *REST))) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "نشر 5 آلاف عنصر على الطرق قبل بدء الموسم السياحي.",
        "نشر في صحيفة محلية تقرير عن كلفة الصهاريج في الأحياء الشرقية من المدينة.",
        "تابعوا المباراة من مدرجات الملعب البلدي رغم المطر حتى صافرة النهاية مساء الجمعة.",
        "أرسل الأهالي شكوى إلى بريد البلدية قبل أسبوعين، ولم يصلهم عليها رد حتى اليوم.",
        "شارك عشرات المتطوعين في تنظيف الأقنية قبل وصول الورشات إلى الحي بساعات.",
        "انضم إلى الحملة عدد من طلاب المدارس مع أهاليهم في اليوم الثاني من العمل.",
        "التعليقات التي وصلت إلى البلدية تطالب بزيادة ساعات الضخ إلى خمس ساعات في اليوم.",
        "حذرت البلدية من نشر التعليقات المسيئة إلى عمال الصيانة على صفحتها الرسمية.",
        "نشر في 4 آذار 2025 جدول التوزيع الأول، ثم نشرت البلدية جدولا ثانيا بعد أسبوع من ذلك.",
        "آخر تحديث 5 آذار 2025 للجدول بدل ساعات الضخ، والبلدية نشرته على باب المبنى.",
        "معجب بهذه الأعمال قال أحد السكان إنه لم ير ورشة منذ عشرة أعوام.",
        "بور-مع/ب ق/ح س وغيرها من الرموز كتبت على الأنابيب القديمة.",
        "1 من كل ثلاثة منازل بلا ماء.",
        "للتواصل مع أهالي الحي خصصت البلدية رقما ساخنا يعمل على مدار اليوم.",
        "ساهموا في حفر الأقنية مع عمال البلدية ثلاثة أيام متواصلة.",
    ],
)
def test_a_sentence_that_begins_alike_stays(line: str) -> None:
    assert body(story(paragraphs(FIRST, line, *REST))) == [FIRST, line, *REST]


def test_a_table_of_contents_goes() -> None:
    contents = '<ul><li><a href="#a">الأنابيب القديمة في الحي</a></li><li><a href="#b">كلفة الصيانة</a></li></ul>'
    assert body(story(f"<p>محتويات المقال</p>{contents}" + paragraphs(*STORY))) == list(STORY)


def test_a_row_of_links_goes() -> None:
    row = '<p><a href="/a">سياسة</a> | <a href="/b">اقتصاد</a> | <a href="/c">رياضة</a></p>'
    assert body(story(paragraphs(*STORY) + row)) == list(STORY)


@pytest.mark.parametrize(
    "box",
    [
        '<div><img src="a.jpg">عمال يصلحون أنبوبا في المدينة</div>',
        '<div><img src="a.jpg"></div><p>عمال يصلحون أنبوبا في المدينة</p><img alt="عمال يصلحون أنبوبا في المدينة">',
        "<p>workers.jpg</p><p>عمال يصلحون أنبوبا في المدينة</p>",
        '<div class="article_image"><img src="a.jpg"><div>عمال يصلحون أنبوبا في المدينة</div></div>',
        '<p><img src="a.jpg"></p><p style="text-align:center"><em>عمال يصلحون أنبوبا في المدينة</em></p>',
        '<p><img src="a.jpg"><br><i>عمال يصلحون أنبوبا في المدينة</i></p>',
    ],
)
def test_a_caption_in_any_dress_is_no_body(box: str) -> None:
    assert body(story(box + paragraphs(*STORY))) == list(STORY)


def test_an_outlets_phrase_cuts_the_lines_that_start_with_it_even_glued() -> None:
    rules = ArticleRules(boilerplate=("للإعلان معنا",))
    html = story(paragraphs(FIRST, "للإعلان معنااتصل بالرقم المعلن", *REST))
    article = read(html, rules)
    assert article.body.split("\n\n") == list(STORY)
    assert article.removed[0].rule == "outlet: للإعلان معنا"


def test_an_outlets_phrase_does_not_keep_the_links_below_it() -> None:
    rules = ArticleRules(boilerplate=("اقرأ ايضًا",))
    html = story(paragraphs(FIRST, "اقرأ ايضًا :", "- خبر آخر من المدينة", *REST))
    assert body(html, rules) == list(STORY)


def test_an_end_mark_ends_the_story_in_its_container() -> None:
    rules = ArticleRules(body=("div.text",), cut_after=("من أرشيفنا",))
    later = "كلام طويل عن أمر آخر لا صلة له بالقصة، نشر قبل عام في العدد الأسبوعي من الجريدة."
    assert body(story(paragraphs(*STORY, "من أرشيفنا الأسبوعي", later)), rules) == list(STORY)
