"""Two versions of an article, to be read."""

from crawler.text.diff import unified, words_marked

BEFORE = [
    "عنوان",
    "افتتحت البلدية المكتبة العامة صباح اليوم بحضور عشرين زائرا من أهالي المدينة.",
    "فقرة ثابتة.",
    "وداعا.",
]


def test_equal_versions_have_no_difference() -> None:
    assert unified(BEFORE, BEFORE, "a", "b") == []


def test_an_edited_paragraph_is_one_line_whose_words_are_marked() -> None:
    after = [BEFORE[0], BEFORE[1].replace("عشرين زائرا", "ثلاثين"), *BEFORE[2:]]
    assert unified(BEFORE, after, "a", "b") == [
        "--- a", "+++ b", "@@ -1,3 +1,3 @@", " عنوان",
        "~افتتحت البلدية المكتبة العامة صباح اليوم بحضور [-عشرين زائرا-] {+ثلاثين+} من أهالي المدينة.", " فقرة ثابتة.",
    ]  # fmt: skip


def test_paragraphs_that_went_and_came_are_lines_of_their_own() -> None:
    after = [BEFORE[0], "نص آخر لا يشبه ما كان هنا في شيء.", *BEFORE[2:], "خاتمة جديدة تماما."]
    lines = unified(BEFORE, after, "a", "b")
    assert f"-{BEFORE[1]}" in lines
    assert f"+{after[1]}" in lines
    assert lines[-1] == "+خاتمة جديدة تماما."


def test_words_far_from_a_change_are_left_out() -> None:
    words = [f"كلمة{number}" for number in range(60)]
    marked = words_marked(" ".join(words), " ".join([*words[:30], "جديدة", *words[30:]]))
    assert marked == " ".join(["…", *words[24:30], "{+جديدة+}", *words[30:36], "…"])
