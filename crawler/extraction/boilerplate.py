"""What stands among the paragraphs of Arabic news pages and is no part of the story. Data only.

Phrases are written as a page prints them and compared folded (crawler.text.arabic.fold), so one spelling stands for all.
They were seen on outlets' pages or follow the same habit in words that other outlets use.
"""

# Heads of link lists and cards. After one of these, with a colon or in a link, the rest of the line is a headline of
# another article; a head that stands alone takes the links, and the items with a dash, that follow it along.
RELATED_HEADS = (
    "اقرأ أيضا", "إقرأ أيضا", "اقرؤوا أيضا", "اقرأوا أيضا", "اقرئي أيضا", "اقرأ كذلك", "اقرأ المزيد", "اقرأ أكثر", "اقرأ",
    "لقراءة المزيد", "واقرأ أيضا", "يمكنك أيضا قراءة", "يمكنك قراءة", "يمكنكم قراءة", 
    "قد يهمك أيضا", "قد يهمك", "قد يهمكم", "وقد يهمك أيضا", "قد تهمك", "ربما يهمك", "يهمك", "مواضيع تهمك",
    "قد يعجبك أيضا", "قد يعجبك", "ربما يعجبك", "قد ترغب في قراءة", "نرشح لك", "نرشح لكم", "اخترنا لك", "اخترنا لكم",
    "ننصح بقراءة", "مختارات", "مقترح", "مقترحات", "قصص مقترحة", "مقالات مقترحة", "مواضيع مقترحة", "أخبار مقترحة",
    "شاهد أيضا", "شاهدوا أيضا", "شاهد", "شاهدوا", "بالفيديو", "فيديو", "انظر أيضا", "طالع أيضا", "طالع", "تابع أيضا",
    "استمع أيضا", "للمزيد", "للمزيد اقرأ", "المزيد", "المزيد من الأخبار", "المزيد من المقالات", "المزيد حول", "المزيد عن",
    "مزيد من الأخبار", "مواضيع ذات صلة", "موضوعات ذات صلة", "مواضيع ذات علاقة", "مواضيع متعلقة", "الموضوعات المتعلقة",
    "موضوعات متعلقة", "موضوعات مرتبطة", "مواضيع مشابهة", "مواضيع مرتبطة", "مواضيع أخرى", "مقالات ذات صلة",
    "مقالات متعلقة", "مقالات مشابهة", "مقالات مرتبطة", "مقالات أخرى", "أخبار ذات صلة", "أخبار متعلقة", "أخبار مشابهة",
    "أخبار مرتبطة", "أخبار أخرى", "خبر ذو صلة", "ذات صلة", "روابط ذات صلة", "قصص ذات صلة", "تقارير ذات صلة", "مواد متعلقة",
    "مواد ذات صلة", "الأكثر قراءة", "الأكثر مشاهدة", "الأكثر تعليقا", "الأكثر تداولا", "الأكثر شعبية", "الأكثر رواجا",
    "الأكثر تصفحا", "مشاهدات عالية", "زوارنا يقرأون الآن", "يقرأ الآن", "آخر الأخبار", "أحدث الأخبار", "أهم الأخبار",
    "آخر المقالات", "أحدث المقالات", "آخر المستجدات", "المقال السابق", "المقال التالي", "الخبر السابق", "الخبر التالي",
    "المقالة السابقة", "المقالة التالية", "الموضوع السابق", "الموضوع التالي", "تصفح المقالات", "من الأرشيف", "في هذا الملف",
    "related articles", "related posts", "related news", "read also", "read more", "see also",
)  # fmt: skip

# Lines that are nothing else: buttons, widgets and labels, compared whole.
WIDGETS = (
    "شارك", "مشاركة", "المشاركة", "شاركها", "شاركه", "شاركنا", "انشر", "إنشر", "غرد", "تغريد", "ارسال", "أرسل", "إرسال لصديق",
    "طباعة", "حفظ", "متابعة", "اشترك", "اشترك الآن", "استمع", "استمع للخبر", "استمع للمقال", "نسخ", "نسخ الرابط",
    "تم نسخ الرابط", "رابط مختصر", "الرابط المختصر", "الرابط", "إعجاب", "أعجبني", "إغلاق", "أغلق", "تحميل", "تحميل المزيد",
    "فيسبوك", "تويتر", "إكس", "واتساب", "واتس اب", "تلغرام", "تليغرام", "تيليجرام", "تلجرام", "انستغرام", "لينكدإن", "بينتيريست",
    "ماسنجر", "يوتيوب", "البريد", "البريد الإلكتروني", "بريد إلكتروني", "فايبر", "ريديت",
    "حجم الخط", "حجم النص", "تكبير الخط", "تصغير الخط", "تكبير", "تصغير", "ع", "ع ع", "ع ع ع", "ا ا ا", "أ أ أ",
    "a", "+a", "-a", "a+", "a-", "aa", "a a a", "a a", "tt", "tt tt", "icon", "tag icon", "camera icon", "video icon", "tag icon ع ع ع",
    "facebook", "twitter", "x", "whatsapp", "telegram", "messenger", "linkedin", "pinterest", "instagram", "email", "e-mail",
    "print", "share", "tweet", "copy", "copy link", "short url", "link", "copied", "share this selection", "follow",
    "إعلان", "إعلانات", "مادة إعلانية", "إعلان ممول", "محتوى ممول", "advertisement", "advertisements", "ads", "sponsored",
    "sponsored links", "التالي", "السابق", "عودة", "رجوع", "العودة للأعلى", "الرئيسية", "صورة", "فيديو", "جاري التحميل", "المصادر",
    "نسخة للطباعة", "طباعة الصفحة", "أرسل إلى صديق", "أنت هنا", "التغطية الحية", "مباشر", "عاجل", "نهاية", "نهاية قصص مقترحة", "قصص مقترحة نهاية", "سياسة الخصوصية", "شروط الاستخدام",
    "التعليقات", "تعليقات", "تعليق", "لا توجد تعليقات", "لا يوجد تعليقات", "لا تعليقات", "0 تعليق", "تعليقات فيسبوك", "تعليقات الزوار",
    "الوسوم", "وسوم", "العلامات", "كلمات مفتاحية", "الكلمات المفتاحية", "كلمات دلالية", "الكلمات الدلالية", "كلمات البحث", "tags",
)  # fmt: skip

# Lines that begin so and are no longer than so many words: rule, limit, phrases.
STARTS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("skip link", 12, (
        "تخطى إلى المحتوى", "تخطي إلى المحتوى", "التخطي إلى المحتوى", "تجاوز إلى المحتوى", "انتقل إلى المحتوى", "اذهب إلى المحتوى",
        "الانتقال إلى المحتوى", "skip to content", "skip to main content",
        "تخطى قصص", "تخطى مواضيع", "تخطى البودكاست", "تخطى محتوى",
    )),
    ("share", 8, (
        "شارك هذا", "شارك هذه", "شارك الخبر", "شارك المقال", "شارك المقالة", "شارك القصة", "شارك الموضوع", "شارك عبر", "شارك على",
        "شاركها على", "شاركه على", "شارك مع", "شارك بالخبر", "مشاركة عبر", "مشاركة على", "مشاركة الخبر", "مشاركة المقال", "انشر الخبر",
        "انشر المقال", "share this", "share on", "click to share", "انقر للمشاركة", "اضغط للمشاركة", "اضغط للطباعة", "انقر لإرسال",
    )),
    ("follow us", 40, (
        "تابعونا على", "تابعونا عبر", "تابعنا على", "تابعنا عبر", "تابعونا", "تابعنا", "انضم إلى قناتنا", "انضموا إلى قناتنا", "انضم لقناتنا",
        "انضم الى ملايين", "انضم إلى ملايين", "اشترك في قناتنا", "اشتركوا في قناتنا", "اشترك بقناتنا", "اشترك في النشرة", "اشترك في نشرتنا",
        "اشتركوا في النشرة", "اشترك في خدمة", "اشترك ليصلك", "للاشتراك في", "للإشتراك", "حمل التطبيق", "حمل تطبيق", "حملوا تطبيق",
        "حمل الآن تطبيق", "حملوا التطبيق", "يمكنكم متابعة", "لمتابعة آخر الأخبار", "لمتابعة أخبار", "لمتابعة آخر", "لمزيد من الأخبار",
        "follow us",
    )),
    ("comments", 80, (
        "إضافة تعليق جديد", "إضافة تعليق", "أضف تعليق", "أضف تعليقا", "أضف تعليقك", "اضف تعليقا", "اكتب تعليق", "اكتب تعليقا", "اكتب تعليقك",
        "اترك تعليق", "اترك تعليقا", "اترك ردا", "اترك رد", "أرسل تعليق", "لإرسال تعليق", "إرسال تعليق", "إلغاء الرد", "إلغاء الرد على",
        "لن يتم نشر عنوان بريدك", "لن يتم نشر بريدك", "الحقول الإلزامية", "احفظ اسمي", "جميع الحقول مطلوبة", "تعليقات حول الموضوع",
        "تعليقات القراء", "سجل الدخول لتتمكن", "يجب أن تكون مسجلا", "يجب تسجيل الدخول", "لا توجد تعليقات", "لا يوجد تعليقات", "كن أول من يعلق",
        "تم إضافة تعليقك", "تم أضافة تعليقك", "بروتوكول نشر التعليقات", "شروط التعليق", "شروط نشر التعليق", "ملاحظة التعليقات",
        "التعليقات المنشورة", "التعليقات الواردة", "التعليقات لا تعبر", "leave a comment", "leave a reply", "add new comment", "post a comment",
    )),
    ("disclaimer", 90, (
        "الآراء الواردة", "الآراء والتعليقات", "الآراء المنشورة", "المقالات المنشورة", "المقالات المنشورة لا تعبر", "المقال يعبر عن رأي",
        "هذا المقال يعبر", "هذه المقالة تعبر", "هذه المادة تعبر", "جميع المقالات تعبر", "جميع الحقوق محفوظة", "حقوق النشر محفوظة",
        "حقوق الطبع محفوظة", "حقوق الطبع والنشر محفوظة", "حقوق النشر والطبع محفوظة", "لا مانع من الاقتباس", "لا مانع من الإقتباس", "يمنع نسخ", "يمنع إعادة نشر", "يسمح بالنقل", "إرشادات الاستخدام",
        "الأخبار المنشورة على الصفحة الرسمية", "لا يتحمل الموقع", "المشاركات والتعليقات", "all rights reserved", "copyright",
    )),
    ("donation", 25, (
        "ادعمنا", "ادعم الصحافة", "تبرع الآن", "تبرعوا", "تبرع لنا", "ساهم في دعم", "ساهموا في دعم", "ادعم استقلالنا", "اضغط هنا للمساهمة",
        "اضغط هنا للتبرع", "نحتاج دعمك", "نحن بحاجة لدعمكم", "donate",
    )),
    ("caption", 40, (
        "camera icon", "صدر الصورة", "مصدر الصورة", "التعليق على الصورة", "تعليق الصورة", "شرح الصورة", "حقوق الصورة", "صورة أرشيفية",
        "صورة تعبيرية", "صورة توضيحية", "الصورة:", "تصوير:", "عدسة:", "photo:", "image source", "image caption",
    )),
    ("tags", 60, ("الوسوم:", "وسوم:", "كلمات مفتاحية:", "الكلمات المفتاحية:", "كلمات دلالية:", "الكلمات الدلالية:", "علامات:", "tags:", "العلامات:")),
    ("contents", 6, ("محتويات المقال", "محتوى المقال", "فهرس المحتويات", "جدول المحتويات", "قائمة المحتويات", "محتويات التقرير", "عناصر المقال")),
)  # fmt: skip

# Whole lines by their form, over the folded text.
PATTERNS: tuple[tuple[str, str], ...] = (
    ("image file name", r"[^/\\]{1,120}\.(?:jpe?g|png|gif|webp|bmp|svg|mp4|pdf)"),
    ("link", r"(?:https?://|www\.)\S+"),
    ("publication line", r"(?:تاريخ النشر|نشر(?:ت)? (?:في|بتاريخ)|نشر|تم (?:ال)?نشره?|اخر تحديث|تم التحديث|تاريخ التحديث|وقت النشر|published|updated"
                         r"|last updated)\b.{0,12}?\d.{0,80}"),
    ("reading time", r"(?:مده|وقت|زمن) القراءه.{0,30}|(?:عدد )?(?:المشاهدات|مشاهدات|القراءات|الزيارات)\W{0,4}\d[\d,. ]*"
                     r"|\d[\d,. ]*(?:قراءه|قراءات|مشاهده|مشاهدات|زياره|تعليقات?)"),
    ("issue number", r"(?:العدد|رقم العدد)\W{1,3}\d+"),
    ("comments", r".*(?:مراجعه التعليقات قبل|نشر التعليقات|ضوابط التعليق|شروط التعليق|التعليقات المسيئه|عدم الاساءه ل(?:ل)?كاتب).*"),
    ("disclaimer", r".*(?:لا تعبر|لا يعبر|تعبر|يعبر) (?:بالضروره )?(?:الا )?عن (?:راي|اراء|وجهه نظر|وجهات نظر) (?:ال)?(?:كاتب|صاحب|اصحاب|موقع|صحيفه|قناه|شبكه|مركز"
                   r"|المحرر|تحرير|اداره|هيئه).{0,120}"),
    ("follow us", r"(?:تابعوا?|متابعه|لمتابعه|يمكنكم? متابعه|انضموا? الي|اشتركوا? (?:في|ب))\s+(?:\S+\s+){0,6}?\S*(?:اخبار|اخر|احدث|قنا|صفح|حساب|موقع"
                  r"|تطبيق|خدم|جديد)\S*.{0,60}(?:فيسبوك|تويتر|اكس|انستغرام|واتساب|واتس اب|تلغرام|تليغرام|تيليجرام|تلجرام|يوتيوب|تيك توك|غوغل|جوجل"
                  r"|google|telegram|whatsapp|facebook).{0,60}"),
)  # fmt: skip

# Elements by what they are. The first are dropped from every page, the second unless they hold most of its prose: an
# ASP.NET page is one form, and some themes set a story in a figure.
NEVER_STORY = (
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed", "applet", "canvas", "audio",
    "video", "select", "datalist", "textarea", "input", "button", "map", "dialog", "marquee", "menu", "frameset",
)  # fmt: skip
RARELY_STORY = ("nav", "footer", "aside", "form", "figure", "figcaption")

# Words of a class or an id, between hyphens, underscores or spaces. The first name what is cut wherever it stands, the
# second what may also dress the story's own container, which is told by the prose in it.
ALWAYS_CUT_CLASSES = (
    r"comments?(?![-_](?:open|closed|off))", r"comment[-_]?(?:area|form|list|section|box|respond|wrap(?:per)?)s?", r"respond", r"disqus(?:_thread)?", r"fb[-_]comments",
    r"related", r"(?:jp[-_])?related[-_]?(?:posts?|news|articles?|stories|topics|links|content|items|box)", r"yarpp",
    r"most[-_]?(?:read|viewed|popular|commented|shared)", r"also[-_]?read", r"read[-_]?also", r"see[-_]?also", r"you[-_]?may[-_]?(?:also[-_]?)?like",
    r"(?<!no[-_])(?<!has[-_])(?<!with[-_])(?<!right[-_])(?<!left[-_])(?<!content[-_])sidebar", r"side[-_]bar", r"breadcrumbs?", r"bread[-_]?cumb", r"newsletter", r"skip[-_]?link", r"screen[-_]reader[-_]text", r"sr[-_]only",
    r"visually[-_]?hidden", r"adsbygoogle", r"advert(?:isement|ising)?s?", r"outbrain", r"taboola", r"mgid", r"sharedaddy", r"addtoany", r"a2a[-_]kit",
    r"addthis", r"heateor", r"share[-_]?(?:buttons?|bar|box|icons?|links?|tools?|post|article|this)", r"post[-_]?share", r"social[-_]?(?:share|links|icons|buttons|media)",
    r"font[-_]?(?:size|resizer?|control)s?", r"text[-_]?(?:size|resizer?)", r"donat(?:e|ion)[-_]?(?:box|block|banner)?", r"cookie", r"gdpr",
    r"ez[-_]toc", r"lwptoc", r"table[-_]of[-_]contents", r"post[-_]?nav(?:igation)?", r"author[-_]?(?:box|bio)",
)  # fmt: skip
CUT_CLASSES = (
    r"share", r"sharing", r"social", r"follow", r"tags?[-_]?(?:list|cloud|links|box)?", r"(?:post|article|entry|news)[-_]?tags?", r"cat[-_]links",
    r"(?:wp[-_])?caption(?:[-_]text)?", r"\w*caption", r"img[-_]?cap", r"photo[-_]?(?:credit|by)", r"ads?", r"ad[-_]?(?:slot|unit|container|wrapper)", r"banner", r"sponsor(?:ed)?",
    r"promo", r"recommend(?:ed|ations?)?", r"suggest(?:ed|ions?)", r"popular", r"trending", r"ticker", r"subscribe", r"pagination", r"pager", r"popup",
    r"modal", r"byline", r"(?:article|post|page|news)[-_]?tools", r"tool[-_]?bar", r"(?:entry|post|article)[-_]meta", r"read[-_]?more", r"more[-_]?news", r"copyright",
    r"rating", r"poll", r"weather", r"login", r"search[-_]?(?:form|box)", r"no[-_]?print", r"menu", r"footer", r"camera[-_]icon", r"toc",
)  # fmt: skip
HIDDEN_CLASSES = frozenset({"hidden", "hide", "d-none", "invisible", "display-none", "is-hidden", "u-hidden", "element-invisible", "element-hidden"})
# 'd-none d-lg-block' and 'hidden md:block' hide from small screens only.
SHOWN_CLASS = r"(?:^|\s)(?:d-(?:sm|md|lg|xl|xxl)-(?!none)\w+|(?:sm|md|lg|xl):(?:block|flex|inline\S*|grid))(?:\s|$)"
