"""Statements that are only half the truth without a second one beside them (facts S254-S263)."""

from dataclasses import replace

import pytest

from articles.checking.wording import contradicting_wording

from .knowing import KNOWLEDGE, passages


def found(text, *, knowledge=KNOWLEDGE, **options):
    return [remark.sentence for remark in contradicting_wording(passages(text), knowledge, **options)]


PERMANENT = "“Permanent” needs beside it that it fades and is touched up after some years."
LAYER = "The layer of skin is not settled: say that sources do not agree, or name none."
LICENSED = "“Licensed” has no single meaning: say on which legal basis, and from when."
LEGAL = "Tattooing by others than doctors is legal only from 2027: say when it becomes so."
REMOVAL = "Removal is reserved to doctors in Korea: say so beside it."
REFUND = "The tax refund for visitors ended on 31 December 2025: promise none."
PACKAGE = "A package can cost more than the single sessions together: Small area."
RISKS = "There are records of risks: do not say that there are none."
CLAIM = "The comparison with prices at home has no source: call it a claim."


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The result is permanent.", [PERMANENT]),
        ("The result is permanent.\n\nYet it fades.", []),
        ("## A\n\nThe result is permanent.\n\n## B\n\nYet it fades.", [PERMANENT]),
        ("It is not permanent. Some do permanent make-up. It is semi-permanent.", []),
        ("The pigment sits in the epidermis.", [LAYER]),
        ("Some name the epidermis, others say upper dermis.", []),
        ("All our clinics are fully licensed.", [LICENSED]),
        ("Licensed by the Tattooist Act, from 2027 on.", []),
        ("A licensed doctor does it.", []),
        ("## What licensed means\n\nThe law says much.", []),
        ("Tattooing is now legal in Korea.", [LEGAL]),
        ("It becomes legal when the act takes effect in October 2027.", []),
        ("The legal basis is a record.", []),
        ("A laser removes it.", [REMOVAL]),
        ("A laser removes it, in the hands of a dermatologist.", []),
        ("Removing old pigment comes first.", [REMOVAL]),
        ("You get a tax refund at the airport.", [REFUND]),
        ("The refund of VAT ended in 2025. Plan no tax refund.", []),
        ("A package is cheaper than single sessions.", [PACKAGE]),
        ("Packages usually cost less.", [PACKAGE]),
        ("A package covers several sessions.", []),
        ("Korea is 20–50 % cheaper.", [CLAIM]),
        ("Korea is {below-home}`smp` cheaper.", [CLAIM]),
        ("It is a claim that Korea is {below-home}`smp` cheaper.", []),
        ("Korea is {below-home}`smp` cheaper. We know of no source.", []),
        ("", []),
        # A second statement covers what stands near it, and no other one.
        ("The result is permanent. One.\n\nTwo.\n\nThree.\n\nA touch-up is a visit.", [PERMANENT]),
        ("The permanent result never fades.", [PERMANENT]),
        ("Sources disagree on the epidermis. The dots sit in the dermis.", [LAYER]),
        ("The pigment is placed in the dermis. Opinions on price differ.", [LAYER]),
        ("A laser removes it; no doctor is needed.", [REMOVAL]),
        ("A doctor may use a laser. Our tattooists also remove dots by laser.", [REMOVAL]),
        ("Get your VAT refund at the airport, no problem.", [REFUND]),
        ("The tax refund ended in 2024.", [REFUND]),
        ("The Tattooist Act takes effect in 2026.", ["The Tattooist Act takes effect in October 2027."]),
        ("SMP has no risks.", [RISKS]),
        ("두피문신은 영구적입니다.", [PERMANENT]),
        ("반영구 화장입니다. 영구적이지만 옅어집니다.", []),
        ("레이저로 제거합니다.", [REMOVAL]),
        ("레이저 제거는 의사가 합니다.", []),
        ("색소를 표피에 넣습니다.", [LAYER]),
        ("세금 환급을 받을 수 있습니다.", [REFUND]),
        ("부가세 환급은 2025년에 종료되었습니다.", []),
    ],
)
def test_half_a_truth_is_found(text, sentences):
    assert found(text) == sentences


def test_what_a_reviewer_has_checked_is_not_asked_again():
    assert found("The pigment sits in the epidermis.", has_reviewer=True) == []
    assert found("The result is permanent.", has_reviewer=True) == [PERMANENT]


def test_records_that_agree_need_no_second_statement():
    knowledge = replace(KNOWLEDGE, dearer_packages=(), has_home_source=True)

    assert found("A package is cheaper. Korea is 20–50 % cheaper.", knowledge=knowledge) == []
