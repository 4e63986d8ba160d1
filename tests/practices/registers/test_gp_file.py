"""The office's own list as a file: what is in it counts, what is wrong in it is told by place, a new one counts at once."""

import os
from datetime import date

import pytest

from fastlinje.people.registers.unavailable import NotANationalId, Reason, RegisterUnavailable
from fastlinje.practices.registers.gp_file import COLUMNS, GpFile
from tests.people.registers.numbers import national_id

KARI, OLA, PER = national_id(1), national_id(2), national_id(3)
HEADER = ";".join(COLUMNS)
DAY = date(2026, 11, 21)
DAYS = [(11, 20), (11, 21), (12, 31)]


def row(number: str = KARI, **changed: str) -> str:
    usual = {
        "national_id": number,
        "gp_hpr_number": "9144897",
        "gp_name": "Eva Berg",
        "organisation_number": "974760673",
        "organisation_name": "Solsiden legekontor",
        "list_id": "70012",
        "from_date": "2019-02-01",
        "to_date": "",
    }
    return ";".join((usual | changed)[column] for column in COLUMNS)


@pytest.fixture
def write(tmp_path):
    """Puts a new file in place, as an export does."""
    path = tmp_path / "fastlegeliste.csv"

    def put(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> GpFile:
        new = path.with_suffix(".new")
        new.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
        os.replace(new, path)
        return path

    return put


def failure(register: GpFile) -> RegisterUnavailable:
    with pytest.raises(RegisterUnavailable) as failed:
        register.gp_of(KARI, DAY)
    assert failed.value.register == "gp_file"
    return failed.value


def test_gp_is_read(write):
    found = GpFile(write(row(), row(OLA, gp_name="Mia Lie", gp_hpr_number="7"))).gp_of(KARI, DAY)
    assert (found.gp_name, found.gp_hpr_number, found.gp_her_id) == ("Eva Berg", "9144897", None)
    assert (found.organisation_number, found.organisation_name, found.list_id) == ("974760673", "Solsiden legekontor", "70012")
    assert (found.from_date, found.to_date) == (date(2019, 2, 1), None)


def test_person_not_in_the_file(write):
    assert GpFile(write(row())).gp_of(PER, DAY) is None


def test_day_decides(write):  # F-081
    register = GpFile(
        write(row(to_date="2026-11-20", gp_name="Jon Dahl"), row(from_date="2026-11-21", gp_name="Eva Berg", to_date="2026-12-31"))
    )
    names = [(found.gp_name if (found := register.gp_of(KARI, date(2026, month, day))) else None) for month, day in DAYS]
    assert names == ["Jon Dahl", "Eva Berg", "Eva Berg"]
    assert register.gp_of(KARI, date(2027, 1, 1)) is None
    assert register.gp_of(KARI, date(2019, 1, 31)) is None


def test_as_a_norwegian_spreadsheet_writes_it(write):
    """Byte order mark, dates with full stops, empty lines."""
    register = GpFile(write(row(from_date="1.2.2019", to_date="31.12.2026"), "", ";;;;;;;", encoding="utf-8-sig"))
    assert (register.gp_of(KARI, DAY).from_date, register.gp_of(KARI, DAY).to_date) == (date(2019, 2, 1), date(2026, 12, 31))


def test_comma_quotes_and_another_order_of_columns(write):
    columns = COLUMNS[::-1]
    cells = dict(zip(COLUMNS, row(organisation_name='"Berg, Lie og Dahl"').split(";"), strict=True))
    register = GpFile(write(",".join(cells[name] for name in columns), header=",".join(columns)))
    assert register.gp_of(KARI, DAY).organisation_name == "Berg, Lie og Dahl"


def test_new_file_counts_at_once(write):
    register = GpFile(write(row()))
    assert register.gp_of(KARI, DAY) is not None
    write(row(OLA))
    assert register.gp_of(KARI, DAY) is None
    assert register.gp_of(OLA, DAY) is not None


def test_unchanged_file_is_not_read_again(write, monkeypatch):
    path = write(row())
    register = GpFile(path)
    register.check()
    path.chmod(0)
    monkeypatch.setattr(type(path), "open", lambda *_: pytest.fail("read again"))
    assert register.gp_of(KARI, DAY) is not None


def test_wrong_new_file_is_not_covered_up_by_the_old_one(write):
    """It may have been put there to take somebody off the list."""
    register = GpFile(write(row()))
    register.check()
    write(row(), row(OLA, from_date="i går"))
    assert failure(register).detail == "line 3, from_date: must be a date, YYYY-MM-DD or DD.MM.YYYY"
    assert failure(register).detail == "line 3, from_date: must be a date, YYYY-MM-DD or DD.MM.YYYY"
    write(row())
    assert register.gp_of(KARI, DAY) is not None


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([row("12345678901")], "line 2, national_id: is not a valid national identity number"),
        ([row(gp_hpr_number="")], "line 2, gp_hpr_number: must be up to nine digits"),
        ([row(gp_hpr_number="1234567890")], "line 2, gp_hpr_number: must be up to nine digits"),
        ([row(gp_name="")], "line 2, gp_name: must be text of 1 to 200 characters"),
        ([row(organisation_number="974760674")], "line 2, organisation_number: is not a valid number"),
        ([row(organisation_number="974 760 673")], "line 2, organisation_number: is not a valid number"),
        ([row(list_id="x" * 201)], "line 2, list_id: must be text of 1 to 200 characters"),
        ([row(from_date="")], "line 2, from_date: must be a date, YYYY-MM-DD or DD.MM.YYYY"),
        ([row(from_date="31.02.2026")], "line 2, from_date: must be a date, YYYY-MM-DD or DD.MM.YYYY"),
        ([row(to_date="2019-01-31")], "line 2, to_date: is before from_date"),
        ([row() + ";"], "line 2: has 9 columns instead of 8"),
        ([row(), row(gp_name="Jon Dahl")], "line 3: overlaps line 2: one person is on one list at a time"),
        (
            [row(to_date="2026-11-21"), row(OLA), row(from_date="2026-11-21")],
            "line 4: overlaps line 2: one person is on one list at a time",
        ),
        ([row(gp_name='"Eva')], "line 2: is not CSV"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(write, rows, place):
    error = failure(GpFile(write(*rows)))
    assert (error.reason, error.detail) == (Reason.MALFORMED, place)
    assert KARI not in str(error)


@pytest.mark.parametrize("header", ["", "fnr;lege", HEADER.replace("to_date", "until"), HEADER + ";note", HEADER + ";to_date"])
def test_columns_have_these_names(write, header):
    assert failure(GpFile(write(row(), header=header))).detail.startswith("line 1: must name exactly these columns: national_id")


def test_old_windows_encoding_is_told(write):
    register = GpFile(write(row(gp_name="Åse Bø"), encoding="cp1252"))
    assert failure(register).detail == "must be UTF-8; choose «CSV UTF-8» when exporting"


def test_missing_file(tmp_path):
    error = failure(GpFile(tmp_path / "missing.csv"))
    assert (error.reason, error.detail) == (Reason.UNREACHABLE, "FileNotFoundError")
    assert "missing" not in str(error)


def test_what_is_no_national_number(write):
    with pytest.raises(NotANationalId):
        GpFile(write(row())).gp_of("kari", DAY)
