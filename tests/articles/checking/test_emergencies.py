"""Emergency numbers and what they are for."""

import pytest

from articles.checking.emergencies import contradicting_contacts, served

from .knowing import found_by

NOT_POLICE = "119 is not for police: its record lists “Ambulance, fire”. That is 112."


@pytest.mark.parametrize(
    "text",
    [
        "Call 119 for an ambulance or in case of fire.",
        "Call 112 for the police and 119 for fire.",
        "For the police call 112, for fire 119.",
        "Police: 112. Ambulance: 119.",
        "119 is not for the police.",
        "Some say that 119 reaches the police; it doesn’t.",
        "Call {emergency}`119` for fire.",
        "1339 gives medical information, 1330 is the travel helpline.",
        "경찰은 112, 구급차는 119.",
        "It costs $119–$1,112, on page 119, in 2026.",
        "The police is polite.",
        "119 is for fire, not for the police.",
        "Never call 119 for the police.",
        "It is a mistake to call 911 for help in Korea.",
        "경찰은 112에, 화재는 119에 신고하세요.",
        "Call us on 2 February 1999 for help.",
    ],
)
def test_number_with_its_own_services_is_none(text):
    assert found_by(contradicting_contacts, text) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Dial 119 for ambulance, fire and police.", [NOT_POLICE]),
        ("Police, fire, ambulance: 119", [NOT_POLICE]),
        ("Call {emergency}`119` for the police.", [NOT_POLICE]),
        (
            "Call 112 for fire and 119 for police.",
            [
                "112 is not for fire: its record lists “Police”. That is 119.",
                NOT_POLICE,
            ],
        ),
        ("In an emergency call 911 for an ambulance.", ["There is no record of the emergency number 911."]),
        ("In an emergency, call 911.", ["There is no record of the emergency number 911."]),
        ("Dial 999 if you need help.", ["There is no record of the emergency number 999."]),
        ("Dial 000 for an ambulance.", ["There is no record of the emergency number 000."]),
        ("The emergency number is 9-1-1.", ["There is no record of the emergency number 911."]),
        ("Do not hesitate to call 119 for the police.", [NOT_POLICE]),
        ("119 is for the police, not 112.", [NOT_POLICE]),
        ("For the police, dial 119. The number 112 is not for fire.", [NOT_POLICE]),
        ("경찰은 119에 전화하세요.", [NOT_POLICE]),
        (
            "Medical information: 1330.",
            [
                "1330 is not for health information: its record lists “Help for travelers”. That is 1339.",
            ],
        ),
    ],
)
def test_number_with_another_service_is_found(text, sentences):
    assert found_by(contradicting_contacts, text) == sentences


def test_each_number_has_the_stretch_of_text_that_belongs_to_it():
    assert served("112 for the police and 119 for fire") == [("112", ["police"]), ("119", ["fire"])]
    assert served("police 112, fire 119") == [("112", ["police"]), ("119", ["fire"])]
    assert served("nothing") == []
