"""Tables in CSV, as platforms write them, spreadsheets save them and transfers cut them off."""

import pytest

from pipeline.ingest.rows import columns, read


def cells(text: str) -> list[list[str]]:
    return [list(row.cells.values()) for row in read(text).rows]


@pytest.mark.parametrize(
    "text",
    [
        'Post ID,Web Title\n1,"a ""b"", c"\n',
        '\ufeffPost ID,Web Title\r\n\r\n1,"a ""b"", c"\r\n , \r\n',
        'post_id;web_title\n1;"a ""b"", c"',
        'post-id\tweb title\n1\t"a ""b"", c"',
        '\n\npost_id,web_title\r1,"a ""b"", c"\r',
    ],
)
def test_one_table_as_many_programs_save_it(text: str) -> None:
    table = read(text)
    assert table.columns == ("post_id", "web_title")
    assert [row.cells for row in table.rows] == [{"post_id": "1", "web_title": 'a "b", c'}]
    assert table.problems == ()


def test_a_cell_may_hold_lines_and_more_than_a_page() -> None:
    long = "x\n" * 200_000
    assert cells(f'a,b\n1,"{long}"\n2,y\n') == [["1", long], ["2", "y"]]


def test_a_row_knows_its_line_and_finds_a_cell_by_several_names() -> None:
    first, second = read('a,b\n1,"x\ny"\n, z \n').rows
    assert (first.line, second.line) == (2, 4)
    assert second.text("a", "c", "b") == "z"


def test_rows_that_are_too_long_or_too_short_are_kept_and_told() -> None:
    table = read("a,b\n1\n2,3,4\n5,6\n")
    assert [list(row.cells.values()) for row in table.rows] == [["1"], ["2", "3"], ["5", "6"]]
    assert table.problems == ("2 rows have more or fewer cells than there are columns",)


def test_a_quotation_mark_left_open_swallows_no_other_row() -> None:
    table = read('a,b\n1,x\n2,"y\n3,z\n4,w\n')
    assert [row.cells.get("a") for row in table.rows] == ["1", "2", "3", "4"]
    assert table.problems == ("a quotation mark is left open in line 3",)


def test_a_table_that_was_cut_off_ends_with_what_is_left_of_its_last_row() -> None:
    table = read('a,b\n1,x\n2,"<p>one, two\nthree\nfour')
    assert table.rows[1].cells == {"a": "2", "b": "<p>one, two\nthree\nfour"}
    assert table.problems == ("the table is cut off within the row of line 3",)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("text", ['"\n' * 100_001, 'a,b\n1,"x\n' * 100_001, "," * 1_000_000,
                                  ",\n" * 500_000, '"' * 1_000_001])  # fmt: skip
def test_no_table_takes_long(text: str) -> None:
    read(text)


@pytest.mark.parametrize("head", [b"", b"\x00\x01", b"\xff\xfe", b'"', b"\n" * 9, b"PK\x03\x04,"])
def test_anything_has_columns(head: bytes) -> None:
    assert isinstance(columns(head), tuple)


def test_columns_by_the_start_of_a_file_in_utf_16() -> None:
    assert columns('Post ID\t"Web Title"\r\n1'.encode("utf-16")) == ("post_id", "web_title")
