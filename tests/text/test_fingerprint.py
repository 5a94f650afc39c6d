"""When two texts are one."""

import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from crawler.text.fingerprint import content_hash, sampled, shingles

TEXT = " ".join(f"كلمة{number}" for number in range(300))


class TestContentHash:
    def test_two_spellings_of_one_text_hash_alike(self) -> None:
        plain = "أعلنت البلدية أن المسؤول افتتح ١٢ حديقة " * 6
        dressed = "أعْلَنَتِ البلديــة، أنّ «المسئول» إفتتح 12 حديقه. " * 6
        assert content_hash("", plain.replace("المسؤول", "المسئول")) == content_hash("", dressed)

    def test_it_is_32_hexadecimal_digits(self) -> None:
        assert len(content_hash("", TEXT)) == 32
        assert int(content_hash("", TEXT), 16)

    def test_one_more_word_is_another_text(self) -> None:
        assert content_hash("", TEXT) != content_hash("", TEXT + " جديد")

    def test_the_headline_of_a_long_text_does_not_count(self) -> None:
        assert content_hash("عنوان", TEXT) == content_hash("عنوان آخر", TEXT)

    def test_the_headline_of_a_short_text_does(self) -> None:
        assert content_hash("افتتاح حديقة", "التفاصيل لاحقا") != content_hash("افتتاح مدرسة", "التفاصيل لاحقا")

    def test_a_word_that_moves_from_headline_to_body_changes_the_hash(self) -> None:
        assert content_hash("أ ب", "ج") != content_hash("أ", "ب ج")


class TestShingles:
    def test_they_are_the_same_in_every_process(self) -> None:
        program = "from crawler.text.fingerprint import shingles; print(sorted(shingles('واحد اثنان ثلاثة أربعة')))"
        outputs = {
            subprocess.run(
                [sys.executable, "-c", program],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        }
        # Pinned: rows of these numbers stand in databases.
        assert outputs == {b"[591063278218832582, 4353251512941536568]\n"}

    def test_order_matters(self) -> None:
        assert shingles("أحمد زار محمود") != shingles("محمود زار أحمد")

    def test_a_text_shorter_than_a_shingle_is_one(self) -> None:
        assert len(shingles("كلمة")) == len(shingles("كلمة أخرى")) == 1
        assert shingles("") == frozenset()

    @given(st.text())
    def test_each_fits_a_signed_64_bit_column(self, text: str) -> None:
        assert all(-(2**63) <= value < 2**63 for value in shingles(text))

    def test_the_sample_is_about_one_in_eight_and_sorted(self) -> None:
        chosen = sampled(shingles(" ".join(map(str, range(8000)))))
        assert 900 < len(chosen) < 1100
        assert list(chosen) == sorted(chosen)

    def test_what_two_texts_share_is_sampled_in_both(self) -> None:
        shared = shingles(TEXT) & shingles(TEXT + " وتتمة")
        assert set(sampled(shared)) <= set(sampled(shingles(TEXT))) & set(sampled(shingles(TEXT + " وتتمة")))

    def test_a_short_text_is_kept_whole_and_a_long_one_shares_its_sample_with_it(self) -> None:
        short, long = shingles(" ".join(TEXT.split()[:40])), shingles(TEXT)
        assert set(sampled(short)) == short
        assert set(sampled(short)) & set(sampled(long)) == set(sampled(long)) & short != set()
