import pytest

from tests.config.backups.places import Place, scratch_in


@pytest.fixture(scope="module")
def make_place(tmp_path_factory):
    """Return a function that makes an empty Place of a label; its database goes when the module is done."""
    folder = tmp_path_factory.mktemp("places")
    scratch = scratch_in(folder)
    labels = []

    def make(label, *, scratch=scratch):
        place = Place(scratch, folder, label)
        labels.append((scratch, label))
        return place

    yield make
    for each, label in labels:
        each.drop(label)


@pytest.fixture(scope="module")
def origin(make_place):
    """A directory with the starter content, four samples and an uploaded file; a clinic was deleted."""
    place = make_place("origin")
    place.manage("migrate", "--verbosity=0")
    place.manage("load_starter_content", SAMPLES="4")
    place.manage("shell", "--no-imports", "-c", DELETE_NEWEST)
    (place.media / "photos/0a").mkdir(parents=True)
    (place.media / "photos/0a/320.jpg").write_bytes(b"\xff\xd8 a picture")
    return place


DELETE_NEWEST = "from clinics.models import Clinic; Clinic.objects.order_by('-pk').first().delete()"
