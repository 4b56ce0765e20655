import io

import pytest

from reporting.places.housing_system import NotAnExport, import_homes
from reporting.places.models import Home, Tenancy
from reporting.places.postcodes import tidy_postcode

HEADER = "home,number,street,town,postcode,area,region,tenancy,tenant,started_on,ended_on\n"
ROW = "H1,12,Imaginary Row,Fairstow,zz11aa,Millbrook,North,T1,Robin Example,2020-01-31,\n"


@pytest.mark.django_db
def test_an_export_read_twice_changes_homes_and_never_doubles_them():
    import_homes(io.StringIO(HEADER + ROW))
    outcome = import_homes(io.StringIO(HEADER + ROW.replace("Robin Example", "Sam Example")))
    assert (outcome.homes, outcome.tenancies, outcome.refused) == (1, 1, [])
    assert Home.objects.get().postcode == "ZZ1 1AA"
    assert Tenancy.objects.get().tenant_name == "Sam Example"


@pytest.mark.django_db
def test_a_row_that_cannot_be_read_is_named_and_the_rest_comes_in():
    rows = ROW.replace("zz11aa", "nowhere") + ROW.replace("H1,", "H2,").replace("2020-01-31", "31/01/2020")
    outcome = import_homes(io.StringIO(HEADER + rows + ROW.replace("H1,", "H3,")))
    assert [line.split(":")[0] for line in outcome.refused] == ["Line 2", "Line 3"]
    assert Home.objects.get().reference == "H3"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("H1", "H" * 41),
        ("12", "1" * 61),
        ("Imaginary Row", "x" * 121),
        ("Millbrook", "x" * 81),
        ("T1", "T" * 41),
        ("Robin Example", "x" * 161),
        ("Robin", "Rob\0in"),
        ("North", "\0"),
    ],
)
def test_a_row_with_something_that_cannot_be_kept_is_named_and_the_rest_comes_in(right, wrong):
    outcome = import_homes(io.StringIO(HEADER + ROW.replace(right, wrong) + ROW.replace("H1,", "H2,")))
    assert [line.split(":")[0] for line in outcome.refused] == ["Line 2"]
    assert Home.objects.get().reference == "H2"


@pytest.mark.django_db
def test_a_file_that_is_no_export_is_refused_whole():
    with pytest.raises(NotAnExport, match="postcode"):
        import_homes(io.StringIO("home,number\nH1,12\n"))


@pytest.mark.django_db
def test_homes_at_a_postcode_come_in_the_order_of_their_numbers():
    rows = "".join(ROW.replace("H1,12", f"H{number},{number}") for number in (10, 9, 2))
    import_homes(io.StringIO(HEADER + rows))
    assert [home.number for home in Home.objects.at_postcode(" zz1 1aa ")] == ["2", "9", "10"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("zz11aa", "ZZ1 1AA"), ("  Zz1  1aA", "ZZ1 1AA"), ("ec1a1bb", "EC1A 1BB"), ("12", ""), ("", "")],
)
def test_postcodes_are_read_as_people_type_them(typed, kept):
    assert tidy_postcode(typed) == kept
