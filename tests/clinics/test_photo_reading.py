"""What becomes of an uploaded file: pixels, or a sentence that says why not."""

import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from clinics.photos.encoding import encode, prepare_picture
from clinics.photos.reading import MOST_BYTES, RefusedPicture, read_picture
from tests.clinics.pictures import (
    BLUE,
    GREEN,
    RED,
    SCRIPT,
    WHITE,
    chunk,
    file_of,
    make_black_png,
    make_image,
    make_png,
    opened,
    profile_with_red_and_green_exchanged,
)

NO_PICTURE = "The file is no picture in one of the formats JPEG, PNG, WebP and AVIF. Save it as JPEG first."
DAMAGED = "The file is damaged: its picture breaks off or cannot be read. Send or export it again."
TOO_MANY = "The picture has more than 40 megapixels, which is the most that is taken: make it smaller."
GPS = 0x8825


def read(content):
    return read_picture(BytesIO(content), size=len(content))


def refusal(content):
    with pytest.raises(RefusedPicture) as refused:
        read(content)
    return str(refused.value)


def is_about(color, wanted):
    """Tell whether two colors look the same: formats that leave details out miss by a little."""
    return all(abs(part - other) < 12 for part, other in zip(color, wanted, strict=True))


def colors(image):
    """Return the colors of the left upper and of the right lower corner."""
    return image.getpixel((2, 2)), image.getpixel((image.width - 3, image.height - 3))


class TestAccepted:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
    def test_four_formats_are_read(self, kind):
        image = read(file_of(make_image(), kind))

        assert (image.mode, image.size) == ("RGB", (60, 40))
        assert is_about(colors(image)[0], RED)
        assert is_about(colors(image)[1], BLUE)

    def test_longer_side_is_made_shorter_and_never_longer(self):
        assert read(file_of(make_image((3200, 1000)))).size == (1600, 500)
        assert read(file_of(make_image((1000, 3200)))).size == (500, 1600)
        assert read(file_of(make_image((320, 200)))).size == (320, 200)
        assert read(file_of(make_image((1, 1)))).size == (1, 1)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
    def test_picture_stands_upright_however_the_camera_was_held(self, kind):
        exif = Image.Exif()
        exif[0x0112] = 6  # turn it clockwise
        image = read(file_of(make_image((60, 40)), kind, exif=exif.tobytes()))

        assert image.size == (40, 60)
        assert is_about(image.getpixel((37, 2)), RED)
        assert is_about(image.getpixel((2, 57)), BLUE)

    @pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
    def test_broken_note_of_how_the_camera_was_held_is_ignored(self):
        content = file_of(make_image(), exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + bytes(8))

        assert read(content).size == (60, 40)

    @pytest.mark.parametrize(
        ("mode", "kind"),
        [("L", "JPEG"), ("CMYK", "JPEG"), ("1", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP")],
    )
    def test_any_mode_becomes_plain_color(self, mode, kind):
        image = read(file_of(make_image(corner=WHITE, rest=(0, 0, 0), mode=mode), kind))

        assert image.mode == "RGB"
        assert is_about(colors(image)[0], WHITE)
        assert is_about(colors(image)[1], (0, 0, 0))

    def test_sixteen_bits_of_gray_are_scaled_and_not_cut(self):
        gray = Image.new("I;16", (8, 8), 32_768)

        assert is_about(read(file_of(gray, "PNG")).getpixel((4, 4)), (128, 128, 128))

    def test_what_is_transparent_becomes_white(self):
        image = make_image(mode="RGBA")
        image.paste((255, 0, 0, 0), (0, 0, 30, 20))
        palette = make_image(corner=RED, rest=BLUE, mode="P")

        assert colors(read(file_of(image, "PNG"))) == (WHITE, BLUE)
        assert WHITE in colors(read(file_of(palette, "PNG", transparency=palette.getpixel((2, 2)))))

    def test_colors_are_shown_as_their_profile_means_them(self):
        exchanged = profile_with_red_and_green_exchanged()

        image = read(file_of(make_image(), "PNG", icc_profile=exchanged))

        assert is_about(colors(image)[0], GREEN)

    @pytest.mark.parametrize("mode", ["RGB", "L"])
    def test_profile_that_is_broken_or_of_another_mode_is_ignored(self, mode):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()

        for content in (b"no profile", profile):
            image = read(file_of(make_image(corner=WHITE, mode=mode), icc_profile=content))
            assert is_about(colors(image)[0], WHITE)

    def test_photo_of_a_phone_with_a_second_picture_gives_the_first(self):
        file = BytesIO()
        make_image().save(file, "MPO", save_all=True, append_images=[make_image(corner=GREEN)])

        assert is_about(colors(read(file.getvalue()))[0], RED)


class TestLeftBehind:
    def test_place_camera_profile_comment_and_thumbnail_are_gone(self):
        exif = Image.Exif()
        exif[0x010F] = "Canon of Kim"
        exif.get_ifd(GPS)[2] = (37.0, 31.0, 27.0)
        content = file_of(
            make_image(),
            exif=exif.tobytes(),
            comment=b"a secret comment",
            icc_profile=profile_with_red_and_green_exchanged(),
        )
        assert opened(content).getexif().get_ifd(GPS)

        image = read(content)

        assert image.info == {}
        for (_width, _extension), file in encode(image).files.items():
            assert not opened(file).getexif()
            assert "icc_profile" not in opened(file).info
            assert not any(word in file for word in (b"Canon", b"secret", b"Exif\0", b"ICC_PROFILE"))

    def test_texts_of_a_png_are_gone(self):
        text = chunk(b"tEXt", b"Comment\0" + SCRIPT)
        rows = zlib.compress(bytes((1 + 1) * 8))

        picture = prepare_picture(BytesIO(make_png(8, 8, text, rows=rows)), size=1)

        assert not any(b"script" in file for file in picture.files.values())

    def test_what_hides_behind_a_picture_is_gone(self):
        archive = BytesIO()
        with zipfile.ZipFile(archive, "w") as package:
            package.writestr("index.html", SCRIPT)
        jpeg = file_of(make_image(), comment=SCRIPT)
        polyglots = [jpeg + SCRIPT, jpeg + archive.getvalue(), file_of(make_image(), "PNG") + SCRIPT]
        assert zipfile.is_zipfile(BytesIO(polyglots[1]))

        for content in polyglots:
            for file in prepare_picture(BytesIO(content), size=len(content)).files.values():
                assert b"script" not in file
                assert not zipfile.is_zipfile(BytesIO(file))


class TestRefused:
    def test_empty_file(self):
        assert refusal(b"") == "The file is empty: nothing was in it."

    def test_file_of_fifty_megabytes_is_not_even_read(self):
        class Unread:
            def seek(self, place):
                raise AssertionError

            read = seek

        with pytest.raises(RefusedPicture, match=r"The file has 50\.0.MB: at most 15\.0.MB are taken\."):
            read_picture(Unread(), size=50 * 1024 * 1024)

    def test_one_byte_too_many(self):
        with pytest.raises(RefusedPicture, match="at most"):
            read_picture(BytesIO(), size=MOST_BYTES + 1)

    @pytest.mark.parametrize(
        "content",
        [
            b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n%%EOF\n",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            SCRIPT,
            b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00"
            b"\x02\x02D\x01\x00;",
            b"II*\x00\x08\x00\x00\x00\x00\x00",
            b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
            b"%PDF-1.7",
            b"\x00",
            b"\xff\xd8\xff",
            b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        ],
        ids=["eps", "svg", "html", "gif", "tiff", "heic", "pdf", "byte", "jpeg begun", "webp begun"],
    )
    def test_other_formats_are_never_opened(self, content):
        assert refusal(content) == NO_PICTURE

    @pytest.mark.parametrize("kind", ["BMP", "GIF", "TIFF", "ICO", "PPM", "TGA", "JPEG2000"])
    def test_other_formats_that_pillow_knows_are_never_opened(self, kind):
        assert refusal(file_of(make_image(), kind)) == NO_PICTURE

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
    def test_truncated_file(self, kind):
        content = file_of(Image.effect_noise((300, 200), 90).convert("RGB"), kind)

        assert refusal(content[: len(content) // 2]) in {DAMAGED, NO_PICTURE}

    def test_hundred_megapixels_are_refused_before_they_are_decoded(self, monkeypatch):
        content = make_black_png(10_000)
        assert len(content) < 20_000
        monkeypatch.setattr(Image.Image, "load", None)  # whoever decodes fails

        assert refusal(content) == TOO_MANY

    def test_just_below_the_cap_is_taken(self):
        assert read(make_black_png(6_320)).size == (1600, 1600)

    @pytest.mark.parametrize("size", [(50_000, 50_000), (2_147_483_647, 2_147_483_647), (40_000_001, 1)])
    def test_huge_size_in_the_header_is_refused(self, size):
        assert refusal(make_png(*size, rows=zlib.compress(b""))) == TOO_MANY

    def test_webp_and_jpeg_that_claim_a_huge_size_are_refused(self):
        webp = bytearray(file_of(make_image(), "WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"))
        assert webp[12:16] == b"VP8X"
        webp[24:30] = b"\xfe\x3f\x00\xfe\x3f\x00"
        jpeg = bytearray(file_of(make_image()))
        place = jpeg.index(b"\xff\xc0") + 5
        jpeg[place : place + 4] = b"\xff\xff\xff\xff"

        assert refusal(bytes(webp)) == TOO_MANY
        assert refusal(bytes(jpeg)) == TOO_MANY

    def test_text_that_unpacks_into_gigabytes_is_refused(self):
        bomb = zlib.compress(bytes(200 * 1024 * 1024))
        content = make_png(8, 8, chunk(b"zTXt", b"Comment\0\0" + bomb), rows=zlib.compress(bytes(16)))

        assert refusal(content) in {NO_PICTURE, DAMAGED}

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
    def test_moving_pictures_are_refused(self, kind):
        frames = [make_image(), make_image(corner=GREEN)]
        content = file_of(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)

        assert refusal(content) == "The picture moves: only pictures that stand still are taken."

    def test_picture_with_a_wrong_checksum_is_refused(self):
        content = bytearray(file_of(Image.effect_noise((80, 80), 90), "PNG"))
        content[len(content) // 2] ^= 0xFF

        assert refusal(bytes(content)) == DAMAGED


class TestWrittenAnew:
    def test_each_format_in_each_width(self):
        picture = encode(make_image((1600, 1200)))

        assert (picture.width, picture.height) == (1600, 1200)
        assert set(picture.files) == {
            (width, extension) for width in (480, 960, 1600) for extension in ("avif", "webp", "jpg")
        }
        formats = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
        for (width, extension), content in picture.files.items():
            image = opened(content)
            assert (image.format, image.size) == (formats[extension], (width, width * 3 // 4))
            assert is_about(colors(image.convert("RGB"))[0], RED)

    @pytest.mark.parametrize(
        ("size", "widths"),
        [((300, 200), [300]), ((480, 10), [480]), ((481, 1), [480, 481]), ((1200, 1600), [480, 960, 1200])],
    )
    def test_nothing_is_enlarged(self, size, widths):
        picture = encode(make_image(size))

        assert sorted({width for width, _extension in picture.files}) == widths

    def test_the_digest_tells_what_is_seen(self):
        plain = prepare_picture(BytesIO(file_of(make_image(), "PNG")), size=1)
        exif = Image.Exif()
        exif[0x010F] = "Canon"
        noted = prepare_picture(BytesIO(file_of(make_image(), "PNG", exif=exif.tobytes())), size=1)
        other = prepare_picture(BytesIO(file_of(make_image(corner=GREEN), "PNG")), size=1)

        assert plain.digest == noted.digest
        assert plain.digest != other.digest
        assert len(plain.digest) == 32
