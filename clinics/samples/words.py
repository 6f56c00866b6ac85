"""The words that sample clinics are put together from; all of it is invented."""

INVENTED = "Invented for demonstration"

# Names in English and Korean: the first word is any pleasant Korean one, the second says what the place is.
FIRST_NAMES = (
    ("Mulbit", "물빛"),
    ("Sopung", "소풍"),
    ("Saebyeok", "새벽"),
    ("Banjjak", "반짝"),
    ("Jogakbo", "조각보"),
    ("Onbit", "온빛"),
    ("Sonagi", "소나기"),
    ("Yeoul", "여울"),
    ("Danbi", "단비"),
    ("Morae", "모래"),
    ("Seomseom", "섬섬"),
    ("Saessak", "새싹"),
    ("Duru", "두루"),
    ("Noeul", "노을"),
    ("Byeolha", "별하"),
    ("Areumdri", "아름드리"),
    ("Baram", "바람"),
    ("Gureum", "구름"),
    ("Darae", "다래"),
    ("Tarae", "타래"),
    ("Goyo", "고요"),
    ("Hwasal", "화살"),
    ("Iseul", "이슬"),
    ("Jandi", "잔디"),
    ("Kkotnae", "꽃내"),
    ("Onsaemi", "온새미"),
    ("Mosi", "모시"),
    ("Beodeul", "버들"),
    ("Pureum", "푸름"),
    ("Solbaram", "솔바람"),
    ("Taeyang", "태양"),
    ("Durebak", "두레박"),
    ("Yunseul", "윤슬"),
    ("Mirinae", "미리내"),
    ("Mulle", "물레"),
    ("Solbangul", "솔방울"),
    ("Dalbit", "달빛"),
    ("Sandeul", "산들"),
    ("Areun", "아른"),
    ("Norang", "노랑"),
)
SECOND_NAMES = (
    ("Scalp Studio", "두피 스튜디오"),
    ("Dot Studio", "도트 스튜디오"),
    ("Scalp Atelier", "두피 아틀리에"),
    ("Hairline Room", "헤어라인 룸"),
    ("Density Lab", "밀도 랩"),
    ("SMP House", "SMP 하우스"),
    ("Scalp Design", "두피 디자인"),
    ("Pigment Room", "피그먼트 룸"),
    ("Dot & Line", "점과 선"),
    ("Scalp Workshop", "두피 공방"),
    ("SMP Garden", "SMP 정원"),
    ("Hairline Studio", "헤어라인 스튜디오"),
)
LONG_NAME = (
    "for Hairlines, Scars, Crowns and Density of the Whole Scalp",
    "헤어라인 흉터 정수리 두피 밀도",
)
NAME_STEP = 181  # shares no divisor with the number of names, so that every name has its turn

STYLES = (
    "Soft, with open edges",
    "Dense, with a clear front",
    "Light, with small dots",
    "Even, close to the hair around it",
    "Quiet, for a shaved look",
)
TECHNOLOGIES = (
    "Digital machine, one needle",
    "Digital machine, three needles",
    "Hand tool for the front, machine for the rest",
    "Machine with exchangeable tips, carbon-based pigment",
)
DIFFERENTIATORS = (
    "One artist from the first visit to the last",
    "Evening and weekend visits",
    "A test patch before the first session",
    "Work planned around a short stay",
    "A quiet room for one client at a time",
)
EXPERTISE = (
    "Two artists who have worked with pigment for several years.",
    "One artist with a background in drawing, and an assistant.",
    "A team of four; each works on one kind of area.",
    "A small team that sees every client together before the first session.",
)
EXPERIENCE = (
    "The consultation takes about an hour. The design is drawn with a washable pen and seen in a mirror.",
    "Sessions have a break after each hour. Tea and a charger are at hand.",
    "Clients get written instructions in English on the day, and a message after three days.",
)
OPENING_HOURS = (
    "Mo-Fr 10:00-19:00\nSa 10:00-15:00\nSu closed",
    "Tu-Su 11:00-20:00\nMo closed",
    "Mo-Fr 09:30-13:00, 14:00-18:30",
    "Mo,We,Fr 10:00-20:00\nTu,Th 10:00-18:00\nSa 10:00-16:00",
)
PAYMENT_METHODS = ("Visa", "Mastercard", "Amex", "Cash")
REMARKS = ("", "After the first consultation.", "", "For one area; more areas cost less each.")

STREET = ("Sample-ro", "견본로")  # no street of Seoul has this name
VERIFIED_BY = "Sample editor"
