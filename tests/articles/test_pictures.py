"""Pictures of texts: those that the site has are shown, of others the description stays."""

import pytest
from PIL import Image

from articles.pictures import find_picture
from tests.articles.test_rendering import html_of, rendered


@pytest.fixture
def hill(tmp_path, settings):
    """A picture among the static files."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.new("RGB", (30, 20)).save(folder / "hill.png")
    (folder / "fake.png").write_text("no picture")
    (tmp_path / "secret.png").write_text("not for everybody")
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, folder]


@pytest.mark.usefixtures("hill")
def test_picture_of_the_site_has_its_size_and_description():
    html = html_of('![A  hill](/static/hill.png "Seen from the *south*")')

    assert html.strip() == (
        '<figure><img src="/static/hill.png" width="30" height="20" alt="A hill" loading="lazy">'
        "<figcaption>Seen from the *south*</figcaption></figure>"
    )


@pytest.mark.usefixtures("hill")
def test_picture_inside_of_a_sentence_stays_there():
    html = html_of(
        "See ![](hill.png) and <img src='/static/hill.png' alt='&quot;x&quot;' width=9 onload=x()>."
    )

    assert html.count("<img ") == 2
    assert "<figure>" not in html
    assert 'alt="&quot;x&quot;"' in html
    assert 'width="30"' in html
    assert "onload" not in html


@pytest.mark.usefixtures("hill")
@pytest.mark.parametrize(
    "address",
    [
        *("/static/../secret.png", "../secret.png", "/etc/passwd", "/static//etc/passwd.png", "hill.png?x=1"),
        *("https://elsewhere.example/hill.png", "//elsewhere.example/hill.png", "data:image/png;base64,AAAA"),
        *("javascript:alert(1)", "hill.exe", "", "/static/gone.png", "hill.png%00.png", "한.png"),
    ],
)
def test_other_pictures_leave_their_description(address):
    assert find_picture(address) is None
    html = html_of(f'Text.\n\n![A hill](<{address}> "A title")\n\nSee ![a hill](<{address}>).')

    assert "<img" not in html
    assert '<figure class="picture-missing"><p>A hill</p><figcaption>A title</figcaption></figure>' in html
    assert 'See <span class="picture-missing">a hill</span>.' in html


def test_missing_pictures_are_told_with_their_lines():
    made = rendered("Text.\n\n![A hill](hill.jpg)\n\n![](https://elsewhere.example/a.png)\n")

    assert made["notices"] == [
        {"line": 7, "text": "The picture hill.jpg is missing."},
        {
            "line": 9,
            "text": "The picture https://elsewhere.example/a.png is on another host: it is not shown.",
        },
    ]
    assert "<figure" in "".join(map(str, made["parts"]))


@pytest.mark.usefixtures("hill")
def test_file_that_is_no_picture_has_no_size():
    assert find_picture("/static/fake.png") == {"src": "/static/fake.png"}


def test_drawing_of_the_site_is_shown():
    assert find_picture("/static/img/icon.svg") == {"src": "/static/img/icon.svg"}
