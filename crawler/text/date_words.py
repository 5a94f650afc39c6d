"""The words of dates on Arabic pages, as `crawler.text.arabic.fold` spells them (آب is 'اب', ساعة is 'ساعه').

Month names: Unicode CLDR `ar`, `ar-SY`, `ar-LB`, `ar-DZ`, `ar-MA`, `ar-TN`, and spellings seen on outlets' pages.
"""

# The Levant and Iraq; Egypt, the Gulf and Sudan; Tunisia and Algeria; Morocco and Mauritania; English.
MONTHS: dict[int, tuple[str, ...]] = {
    1: ("كانون الثاني", "كانون ثاني", "كانون الثان", "كانون ثان", "كانون 2", "كانون ال2", "يناير", "جانفي", "ينايير",
        "january", "jan"),
    2: ("شباط", "فبراير", "فيفري", "فبرير", "february", "feb"),
    3: ("اذار", "مارس", "march", "mar"),
    4: ("نيسان", "ابريل", "افريل", "april", "apr"),
    5: ("ايار", "مايو", "ماي", "may"),
    6: ("حزيران", "يونيو", "يونيه", "جوان", "june", "jun"),
    7: ("تموز", "يوليو", "يوليه", "يوليوز", "جويليه", "july", "jul"),
    8: ("اب", "اغسطس", "اوت", "غشت", "اغشت", "august", "aug"),
    9: ("ايلول", "سبتمبر", "شتنبر", "شتمبر", "september", "sept", "sep"),
    10: ("تشرين الاول", "تشرين اول", "تشرين 1", "تشرين ال1", "اكتوبر", "october", "oct"),
    11: ("تشرين الثاني", "تشرين ثاني", "تشرين الثان", "تشرين ثان", "تشرين 2", "تشرين ال2", "نوفمبر", "نونبر",
         "november", "nov"),
    12: ("كانون الاول", "كانون اول", "كانون 1", "كانون ال1", "ديسمبر", "دجنبر", "دجمبر", "december", "dec"),
}  # fmt: skip

WEEKDAYS = (
    "الاثنين", "الاتنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "السبت", "الاحد",
    "اثنين", "ثلاثاء", "اربعاء", "خميس", "جمعه", "سبت", "احد",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun",
)  # fmt: skip

# Halves of the day. The bare letters stand only after a time: after a year, م says 'AD'.
MORNING = ("صباحا", "صباح", "فجرا", "فجر", "ص", "ق.ظ", "قبل الظهر", "am", "a.m.", "a.m")
EVENING = ("مساء", "مساءا", "عصرا", "م", "ب.ظ", "بعد الظهر", "pm", "p.m.", "p.m")
NOON = ("ظهرا",)  # 11 and 12 as they are, 1 to 4 in the afternoon
NIGHT = ("ليلا",)  # 6 to 11 in the evening, 12 is midnight, 1 to 5 as they are

# What stands before the time of publication, and before that of a change.
PUBLISHED = (
    "تاريخ النشر", "نشر", "نشرت", "نشر في", "تم النشر", "منشور", "اضيف", "تاريخ", "التاريخ", "كتب في", "published",
    "posted", "date",
)  # fmt: skip
UPDATED = (
    "اخر تحديث", "اخر تعديل", "اخر التحديثات", "تم التحديث", "تم تحديث", "تم التعديل", "تم تعديل", "تاريخ التحديث",
    "تاريخ التعديل", "وقت التحديث", "تحديث", "التحديث", "حدث", "حدثت", "عدل", "عدلت", "معدل", "محدث",
    "last updated", "last modified", "updated", "modified", "update",
)  # fmt: skip

# Other words of a stamp and its byline, and words that only a sentence has.
FILLERS = (
    "من", "في", "يوم", "شهر", "عام", "سنه", "الساعه", "على", "بتوقيت", "توقيت", "الموافق", "هجري", "ميلادي", "كتب",
    "كتبه", "بقلم", "المصدر", "عدد", "مشاهده", "مشاهدات", "المشاهدات", "قراءه", "القراءات", "تعليق", "تعليقات",
    "التعليقات", "مشاركه", "طباعه", "دقيقه", "دقائق", "لا", "توجد", "by", "at", "on", "t", "h", "م", "ه",
)  # fmt: skip
SENTENCE_WORDS = frozenset({
    "ان", "الى", "عن", "الذي", "التي", "الذين", "قال", "وقال", "قالت", "كان", "كانت", "قد", "لقد", "مع", "هذا", "هذه",
    "لم", "لن", "بين", "حتى", "خلال", "بينما", "حيث", "كما", "بان", "انه", "انها",
})  # fmt: skip

# Offsets in hours of the labels that say one (RFC 5322, section 4.3, and the eastern Mediterranean's).
OFFSETS: dict[str, float] = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "غرينتش": 0, "غرينيتش": 0, "جرينتش": 0, "كرينتش": 0,
    "eet": 2, "eest": 3, "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
}  # fmt: skip

# Zones by the place that a label names. The first group stands after a time alone ('15:35 دمشق', Syria TV); the others
# need 'بتوقيت' before them, since a dateline may follow a time as well.
ZONES_ALONE = {"دمشق": "Asia/Damascus", "بيروت": "Asia/Beirut"}
ZONES = ZONES_ALONE | {
    "سوريا": "Asia/Damascus", "سوريه": "Asia/Damascus", "لبنان": "Asia/Beirut",
    "القاهره": "Africa/Cairo", "مصر": "Africa/Cairo",
    "مكه": "Asia/Riyadh", "مكه المكرمه": "Asia/Riyadh", "الرياض": "Asia/Riyadh", "السعوديه": "Asia/Riyadh",
    "بغداد": "Asia/Baghdad", "عمان": "Asia/Amman", "القدس": "Asia/Jerusalem", "فلسطين": "Asia/Jerusalem",
    "الدوحه": "Asia/Qatar", "الكويت": "Asia/Kuwait", "دبي": "Asia/Dubai", "ابوظبي": "Asia/Dubai",
    "ابو ظبي": "Asia/Dubai", "الامارات": "Asia/Dubai", "اسطنبول": "Europe/Istanbul", "تركيا": "Europe/Istanbul",
    "موسكو": "Europe/Moscow", "تونس": "Africa/Tunis", "الجزائر": "Africa/Algiers",
}  # fmt: skip

# Spans back from now: word -> (seconds in one, how many when no number stands before it). Nothing longer than a day:
# 'منذ أسبوع' may be any of seven days.
SPANS: dict[str, tuple[int, int]] = {
    "ثانيه": (1, 1), "ثانيتين": (1, 2), "ثوان": (1, 0), "ثواني": (1, 0),
    "دقيقه": (60, 1), "دقيقتين": (60, 2), "دقائق": (60, 0), "دقايق": (60, 0),
    "ساعه": (3600, 1), "ساعتين": (3600, 2), "ساعات": (3600, 0),
    "يوم": (86400, 1), "يومين": (86400, 2), "ايام": (86400, 0), "يوما": (86400, 0),
}  # fmt: skip
DAYS_AGO = {"اليوم": 0, "امس": 1, "يوم امس": 1, "البارحه": 1, "اول امس": 2, "اول من امس": 2, "قبل امس": 2}
NOW = ("الان", "منذ لحظات", "قبل لحظات", "منذ قليل", "قبل قليل")
