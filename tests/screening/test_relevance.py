"""Whether an article is about Syria. All news is invented."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.screening.relevance import FULL_POINTS, THRESHOLD, Relevance, judge, rules_version

FILLER = "وقال المتحدث إن العمل سيستمر في الأيام المقبلة وإن التفاصيل ستعلن في وقت لاحق من هذا الشهر. "


def names(found: Relevance) -> dict[str, float]:
    """What each name was worth in all."""
    worth: dict[str, float] = {}
    for entry in found.evidence["names"]:  # type: ignore[attr-defined]
        worth[entry["name"]] = worth.get(entry["name"], 0) + entry["weight"]
    return worth


class TestForeignOutlet:
    """An outlet abroad writes about Syria when its names lead the article or fill it."""

    @pytest.mark.parametrize(
        ("headline", "body"),
        [
            ("زلزال خفيف يهز اللاذقية", "شعر سكان مدينة اللاذقية السورية بهزة خفيفة فجر اليوم. " + FILLER),
            ("معرض للزهور في دمشق", "افتتح في العاصمة السورية دمشق معرض الزهور السنوي. " + FILLER * 3),
            (
                "اللاجئون يعودون إلى بيوتهم",
                "عاد مئات اللاجئين السوريين من لبنان إلى ريف حمص. والسوريون ينتظرون. " + FILLER,
            ),
            ("قوات النظام تقصف بلدات", "قصفت قوات النظام ريف حلب وسراقب ومدينة إدلب. " + FILLER),
            ("هدنة في الشمال", "أعلنت قوات سوريا الديمقراطية هدنة في منبج وعين العرب والرقة. " + FILLER),
            (
                "غارات للتحالف في سوريا والعراق",
                "نفذ التحالف غارات في سوريا والعراق أمس، منها خمس قرب الحسكة. " + FILLER,
            ),
        ],
    )
    def test_news_of_syria_is_relevant(self, headline: str, body: str) -> None:
        assert judge(headline, body, "SA").is_relevant

    @pytest.mark.parametrize(
        ("headline", "body"),
        [
            ("افتتاح جسر في القاهرة", "افتتح الوزير المصري جسراً على النيل. " + FILLER),
            ("قمة اقتصادية", "تشارك السعودية والعراق وسوريا والأردن ولبنان في القمة. " + FILLER * 4),
            (
                "قتيلان من الشرطة التركية على الحدود السورية",
                "قتل شرطيان قرب الحدود مع سوريا في بلدة تركية. " + FILLER * 2,
            ),
            ("نظرة على المنطقة", FILLER * 5 + "وعن سوريا قال إن الحل سياسي. " + FILLER * 5),
            ("", ""),
        ],
    )
    def test_a_passing_mention_is_not_enough(self, headline: str, body: str) -> None:
        assert not judge(headline, body, "SA").is_relevant

    @pytest.mark.parametrize(
        ("headline", "body"),
        [
            ("المدرب السورينامي يتحدث", "قال المدرب السورينامي إن الفريق السورينامي جاهز. " * 3),
            ("شركة الحلبات تربح", "أعلنت شركة الحلبات أرباحها، والحلبات شركة أردنية. " * 3),
            ("مظاهرات سلمية في العاصمة", "خرجت مظاهرات سلمية وكانت مسيرة سلمية بلا حوادث. " * 3),
            ("الدوما يقر الميزانية", "أقر مجلس الدوما الروسي الميزانية، وقال نائب في الدوما إن الدوما سيناقشها. " * 3),
            ("صور نادرة من صور", "نشرت الصحيفة صوراً من مدينة صور اللبنانية، وهي صور قديمة. " * 3),
            ("فتح الباب أمام المستثمرين", "فتحت الوزارة الباب أمام الشركات، والباب مفتوح للجميع. " * 3),
            ("حكم الشرع في المسألة", "سئل الشيخ عن حكم الشرع، وقال إن الشرع واضح في ذلك. " * 3),
            ("الأسد الذي هرب من الحديقة", "هرب الأسد من الحديقة وعاد الأسد وحده. " * 3),
            ("قناة الميادين تطلق برنامجاً", "أطلقت قناة الميادين برنامجاً جديداً على شاشة الميادين. " * 3),
            ("طبق حمص بالطحينة", "يسلق حمص ثم يهرس، ويقدم حمص بارداً مع الزيت. " * 3),
            ("دوماً في القمة", "يبقى النادي دوماً في القمة، ودوماً يفوز. " * 3),
            ("تكريم الفائزين", "تسلّم كل فائز درعاً تذكارية وسلّم الراعي درعاً أخرى. " * 3),
            ("فاطمة تفوز بالجائزة", "فازت فاطمة بالجائزة الأولى، وقالت فاطمة إنها سعيدة. " * 3),
        ],
    )
    def test_false_friends_prove_nothing(self, headline: str, body: str) -> None:
        found = judge(headline, body, "SA")
        assert not found.is_relevant
        assert sum(names(found).values()) == 0

    def test_an_ambiguous_name_counts_in_the_company_of_a_sure_one(self) -> None:
        assert names(judge("", "معارك في حمص وتدمر", "SA")) == {"حمص": 0, "تدمر": 0}
        assert names(judge("", "معارك في حمص وتدمر ودمشق", "SA")) == {"حمص": 1, "تدمر": 1, "دمشق": 1}

    def test_an_ambiguous_name_counts_after_a_place_word(self) -> None:
        assert names(judge("", "هدوء في مدينة حمص وريف حماة", "SA")) == {"حمص": 1, "حماة": 1}
        assert names(judge("", "انفجار في مدينة الباب", "SA")) == {"الباب": 1}

    def test_a_common_word_does_not_count_even_in_company(self) -> None:
        assert names(judge("", "فتحت دمشق الباب أمام الشركات", "SA"))["الباب"] == 0

    def test_a_surname_counts_when_the_full_name_is_in_the_text(self) -> None:
        body = "استقبل الرئيس أحمد الشرع وفداً، وقال الشرع إن الأبواب مفتوحة"
        assert names(judge("الشرع يستقبل وفداً", body, "SA")) == {"أحمد الشرع": pytest.approx(2.4)}

    def test_a_list_of_countries_makes_a_mention_small(self) -> None:
        assert names(judge("", "زار الوفد لبنان وسورية والأردن والعراق", "SA")) != {"سوريا": 1}
        assert names(judge("", "زار الوفد مصر وسورية والأردن", "SA")) == {"سوريا": 0.3}

    def test_the_headline_weighs_more_than_the_lead_and_the_lead_more_than_the_rest(self) -> None:
        long = FILLER * 10
        in_headline = judge("خبر من دمشق", long, "SA").score
        in_lead = judge("خبر", "في دمشق. " + long, "SA").score
        in_body = judge("خبر", long + "في دمشق.", "SA").score
        assert in_headline > in_lead > in_body > 0


class TestSyrianOutlet:
    """An outlet of the country writes about it unless the article says otherwise."""

    @pytest.mark.parametrize(
        ("headline", "body"),
        [
            ("أهالي جرمانا يشكون انقطاع المياه", "يعاني سكان الأحياء من غياب المياه. " + FILLER),
            ("توزيع المازوت على الأهالي", "بدأت اللجنة توزيع المازوت. " + FILLER),
            (
                "وفد إماراتي يزور غرفة تجارة حلب",
                "زار وفد من الإمارات غرفة التجارة، وقال رئيس الوفد الإماراتي. " + FILLER,
            ),
            ("منتخبنا يلتقي نظيره اللبناني في بيروت", "يلعب منتخبنا في بيروت أمام منتخب لبنان. " + FILLER),
            ("اجتماع في موسكو", "بحث المجتمعون في روسيا الوضع في سوريا، وقال الوزير الروسي. " + FILLER),
            ("", ""),
        ],
    )
    def test_home_news_is_relevant(self, headline: str, body: str) -> None:
        assert judge(headline, body, "SY").is_relevant

    @pytest.mark.parametrize(
        ("headline", "body"),
        [
            ("زلزال يضرب اليابان", "ضرب زلزال شمال اليابان، وقالت طوكيو إن الأضرار قليلة. " + FILLER),
            ("بركان يهدأ بعد أيام", "هدأ بركان في جنوب أيسلندا، وفق مكتب الأرصاد الأيسلندي. " + FILLER),
            ("انتخابات في فرنسا", "بدأت الانتخابات الفرنسية في باريس. " + FILLER),
            (
                "بكين ترد على واشنطن",
                "قالت الصين إن الرسوم الأمريكية غير مقبولة، وبحثتها مع روسيا وسوريا واليابان. " + FILLER,
            ),
        ],
    )
    def test_news_of_another_country_is_not(self, headline: str, body: str) -> None:
        found = judge(headline, body, "SY")
        assert not found.is_relevant
        assert found.score < 0.5

    @pytest.mark.parametrize(
        ("headline", "body", "subject"),
        [
            ("طريقة عمل الكبة", "المقادير: كوب برغل وملعقة ملح وبصلة، تخلط وتقلى. " + FILLER, "cooking"),
            ("حمص بالطحينة", "المقادير: كوب حمص وملعقة طحينة. يسلق حمص ويقدم حمص بارداً. " + FILLER, "cooking"),
            ("برشلونة يتصدر", "فاز برشلونة في دوري الأبطال بعد تعادل ليفربول مع يوفنتوس. " + FILLER, "football abroad"),
            ("حظك اليوم", "برج الحمل: يوم جيد. برج الأسد: لقاء. برج الحوت: رحلة. " + FILLER, "horoscope"),
        ],
    )
    def test_a_subject_that_has_no_country_is_not_of_syria(self, headline: str, body: str, subject: str) -> None:
        found = judge(headline, body, "SY")
        assert not found.is_relevant
        assert list(found.evidence["subject"]) == [subject]  # type: ignore[call-overload]

    def test_words_of_such_a_subject_do_not_outweigh_the_country(self) -> None:
        body = "يباع كوب القمح بملعقة في أسواق دمشق وحلب، وارتفع سعر بصلة الحقل في درعا والسويداء. "
        assert judge("أسعار الخضار في دمشق", body + FILLER, "SY").is_relevant

    @pytest.mark.parametrize(
        ("headline", "body"),
        [
            (
                "شركة صينية تجدد محطات الضخ",
                "بحث وزير المياه مع وفد صيني تجديد المحطات، وزار الوفد الصيني الهيئة. " + FILLER,
            ),
            ("غارات إسرائيلية على مبنى الأركان", "شن الطيران الإسرائيلي غارات على المبنى وسط العاصمة. " + FILLER),
            ("معرض الكتاب يفتح أبوابه", "تشارك دور نشر من مصر ولبنان والأردن والسعودية والعراق وتركيا. " + FILLER),
        ],
    )
    def test_guests_and_attackers_from_abroad_do_not_make_it_news_from_there(self, headline: str, body: str) -> None:
        assert judge(headline, body, "SY").is_relevant

    def test_a_ministry_of_another_country_is_no_word_of_local_news(self) -> None:
        body = "قالت وزارة الصحة المصرية إن مشفى في مصر سيغلق، ورد محافظ الجيزة في مصر على المواطنين. "
        found = judge("وزارة الصحة المصرية تغلق مشفى", body + FILLER, "SY")
        assert not found.is_relevant
        assert list(found.evidence["led_by"]) == ["EG"]  # type: ignore[call-overload]

    def test_a_passing_mention_does_not_make_news_of_another_country_home_news(self) -> None:
        body = "قال الرئيس اللبناني في بيروت إن لبنان جاهز، وبحث مع نواب لبنانيين الموازنة. " + FILLER
        found = judge("بيروت: الموازنة أمام البرلمان اللبناني", body + "وتطرق إلى العلاقة مع سوريا.", "SY")
        assert not found.is_relevant


class TestYears:
    """Names that come and go."""

    @pytest.mark.parametrize(
        ("name", "year", "worth"),
        [
            ("المخلوع", 2015, 0),  # another country's
            ("المخلوع", 2025, 0.8),
            ("الأمن العام", 2025, 0.3),
            ("المرحلة الانتقالية", 2023, 0),
            ("المرحلة الانتقالية", 2025, 0.3),
            ("شام كاش", 2026, 0.8),
            ("قسد", 2026, 1),
            ("قسد", 2010, 0),
        ],
    )
    def test_a_name_counts_in_its_years(self, name: str, year: int, worth: float) -> None:
        assert names(judge("", f"أعلن {name} ذلك أمس", "SY", year)) == {name: worth}

    def test_in_an_unknown_year_it_counts_in_company(self) -> None:
        assert names(judge("", "أعلنت قسد ذلك أمس", "SA")) == {"قسد": 0}
        assert names(judge("", "أعلنت قسد ذلك أمس في الحسكة", "SA")) == {"قسد": 1, "الحسكة": 1}

    def test_abroad_the_words_of_home_say_nothing(self) -> None:
        assert names(judge("", "قال الأمن العام إن المرحلة الانتقالية بدأت بعد التحرير", "LB", 2025)) == {}


class TestThreshold:
    def test_the_score_is_compared_with_it_and_it_is_part_of_the_evidence(self) -> None:
        body = "وصل الوفد إلى حلب. " + FILLER * 3
        found = judge("زيارة", body, "SA")
        assert not found.is_relevant
        lower = judge("زيارة", body, "SA", threshold=found.score)
        assert (lower.is_relevant, lower.score) == (True, found.score)
        assert lower.evidence["threshold"] == pytest.approx(found.score * FULL_POINTS, abs=0.01)
        assert judge("", "", "SA", threshold=0).is_relevant


class TestEvidence:
    FOUND = judge("معرض في دمشق", "افتتح في مدينة حمص معرض مصر ولبنان وسوريا، " + FILLER * 4 + "وفتح الباب.", "SA")

    def test_it_can_be_stored_as_json(self) -> None:
        assert json.loads(json.dumps(self.FOUND.evidence)) == self.FOUND.evidence

    def test_it_names_the_rules(self) -> None:
        assert self.FOUND.evidence["version"] == rules_version()
        assert rules_version() == "rules 2, gazetteer 2026-11.5"

    def test_it_says_what_was_found_where_and_what_it_was_worth(self) -> None:
        assert self.FOUND.evidence["names"] == [
            {"name": "دمشق", "kind": "place", "spellings": ["دمشق"], "where": "headline", "times": 1, "weight": 1.0},
            {"name": "حمص", "kind": "place", "spellings": ["حمص"], "where": "lead", "times": 1, "weight": 1.0},
            {
                "name": "لبنان وسوريا",
                "kind": "phrase",
                "spellings": ["ولبنان وسوريا"],
                "where": "lead",
                "times": 1,
                "weight": 0.7,
                "because": "in one breath with a neighbour",
            },
            {
                "name": "الباب",
                "kind": "place",
                "spellings": ["الباب"],
                "where": "body",
                "times": 1,
                "weight": 0.0,
                "because": "a common word unless a word such as 'مدينة' stands before it",
            },
        ]

    def test_its_parts_sum_to_the_points_and_the_points_decide(self) -> None:
        parts, points = self.FOUND.evidence["parts"], self.FOUND.evidence["points"]
        assert isinstance(parts, dict)
        assert points == pytest.approx(sum(parts.values()), abs=0.02)
        assert self.FOUND.is_relevant == (points >= THRESHOLD * FULL_POINTS)

    @given(st.text(max_size=60), st.text(max_size=200), st.sampled_from(["SY", "SA", ""]))
    def test_any_text_gets_a_verdict_that_agrees_with_its_score(self, headline: str, body: str, country: str) -> None:
        found = judge(headline, body, country)
        assert 0 <= found.score <= 1
        assert found.is_relevant == (found.score >= 0.5)
