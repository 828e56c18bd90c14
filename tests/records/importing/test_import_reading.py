"""Files as people bring them: every encoding, delimiter and accident ends as the same table, or as one sentence."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from salesapp.records.tables.encodings import detect_encoding
from salesapp.records.tables.reading import read_table
from salesapp.records.tables.table import Exact, Unreadable, letters
from salesapp.records.tables.workbook import MOST_UNPACKED, number_text

CHINESE = "公司,城市\n上海申花贸易有限公司,上海\n北京“远景”科技,北京\n"
WESTERN = "Name,City\nMüller & Söhne,Zürich\nCafé “Noël” – Orléans,Orléans\n"


def cells(source: bytes | Path, **choices: str) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(source, **choices).rows()]


def workbook(*rows: tuple[object, ...], percent: str | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if percent:
        sheet[percent].number_format = "0.0%"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (WESTERN, "utf-8", "utf-8"),
        (WESTERN, "utf-8-sig", "utf-8"),
        (WESTERN, "cp1252", "cp1252"),
        (WESTERN, "utf-16", "utf-16"),
        ("Name\nZürich\n", "cp1252", "cp1252"),
        ("Name\nAndré\nJosé\nRené\n", "cp1252", "cp1252"),
        ("姓名\n张三\n", "gb18030", "gb18030"),
        ("姓名,名\n张,镕\n王,喆\n", "gb18030", "gb18030"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(text: str, encoding: str, told: str) -> None:
    table = read_table(text.encode(encoding))
    assert table.encoding == told
    assert table.columns == tuple(text.splitlines()[0].split(","))
    assert [row.cells[0] for row in table.rows()] == [line.split(",")[0] for line in text.splitlines()[1:]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_even_rows(delimiter: str) -> None:
    lines = ["Name#Amount#Note", 'Acme#"1.234,50"#one, two; three', "Beta#9#-", ""]
    table = read_table("\n".join(lines).replace("#", delimiter if delimiter != "," else "\t").encode())
    assert table.columns == ("Name", "Amount", "Note")
    assert [row.cells[1] for row in table.rows()] == ["1.234,50", "9"]


def test_commas_inside_a_semicolon_file_do_not_fool_anybody() -> None:
    text = "Firma;Umsatz\nA;1,50\nB;2,75\nC;3,00\n"
    assert cells(text.encode()) == [("A", "1,50"), ("B", "2,75"), ("C", "3,00")]


def test_a_file_may_declare_its_delimiter() -> None:
    table = read_table(b"sep=;\r\na;b\r\n1;2\r\n")
    assert (table.columns, [row.cells for row in table.rows()]) == (("a", "b"), [("1", "2")])


def test_quoted_line_breaks_stay_in_their_cell_and_rows_are_numbered_as_a_spreadsheet_does() -> None:
    rows = list(read_table(b'Name,Note\r\nA,"one\r\ntwo"\r\n\r\nB,"say ""hi"""\r\n').rows())
    assert [(row.number, row.line, row.cells) for row in rows] == [
        (2, 2, ("A", "one\r\ntwo")),
        (4, 5, ("B", 'say "hi"')),
    ]


def test_blank_rows_are_skipped_but_counted_and_the_headings_may_come_late() -> None:
    table = read_table(b"\n,,\nName,Mail\n\nA,a@example.com\n , \nB,b@example.com\n")
    assert table.columns == ("Name", "Mail")
    assert [row.number for row in table.rows()] == [5, 7]
    assert table.count() == 2


def test_rows_of_another_width_are_reported_and_lose_nothing() -> None:
    short, spilled, trailing = read_table(b"a,b,c\n1\n1,2,3,4,5\n1,2,3,,\n").rows()
    assert (short.cells, short.short) == (("1", "", ""), True)
    assert spilled.surplus == ("4", "5")
    assert (trailing.cells, trailing.surplus) == (("1", "2", "3"), ())


def test_headings_become_unique_and_nameless_ones_get_their_letter() -> None:
    table = read_table(b"Mail,mail,, Full  name \n1,2,3,4\n")
    assert table.columns == ("Mail", "mail (2)", "Column C", "Full name")


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_an_import_can_go_on_after_a_row() -> None:
    table = read_table(b"a\n1\n2\n3\n")
    assert [row.cells[0] for row in table.rows(after=3)] == ["3"]
    assert [row.cells[0] for row in table.head(2)] == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n\n , \n", "The file is empty."),
        (b'a,b\n1,2\n3,"open\n4,5\n', "The quotation mark opened on line 3 isn’t closed."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file"),
        (b"%PDF-1.7 ", "isn’t a text file"),
        (b"<html><table><tr><td>Name</td></tr></table></html>", "web page or XML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "web page or XML"),
        (b'[{"name": "A"}]', "isn’t a text file"),
        (b"PK\x03\x04broken", "damaged"),
        (b"a\x00b\x00\x00\x00c\x00,\x00\x00\x00\x00,\x00\n\x00\x00", "isn’t a text file"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        list(read_table(content).rows())


def test_an_endless_cell_is_refused_by_its_line() -> None:
    with pytest.raises(Unreadable, match="line 2"):
        list(read_table(b"a,b\n1," + b"x" * 140_000 + b"\n").rows())


def test_a_workbook_gives_exact_texts_for_numbers_and_dates() -> None:
    content = workbook(
        ("Name", "Amount", "Share", "Day", "When", "Open"),
        ("Acme", 1234.5, 0.125, date(2026, 3, 4), datetime.fromisoformat("2026-03-04T10:30"), True),
        (None, None, None),
        ("Beta", 0.1 + 0.2, None, None, None, False),
        percent="C2",
    )
    table = read_table(content)
    rows = list(table.rows())
    assert rows[0].cells == ("Acme", "1234.5", "12.5%", "2026-03-04", "2026-03-04 10:30:00", "true")
    assert rows[1].cells == ("Beta", "0.3", "", "", "", "false")
    assert [row.number for row in rows] == [2, 4]
    assert isinstance(rows[0].cells[1], Exact)
    assert not isinstance(rows[0].cells[0], Exact)


def test_a_chart_and_an_empty_cover_before_the_table_are_passed_over() -> None:
    book = Workbook()
    book.create_chartsheet("Chart", 0)
    book.create_sheet("Leads").append(["Name", "City"])
    book["Leads"].append(["Acme", "Köln"])
    file = io.BytesIO()
    book.save(file)
    table = read_table(file.getvalue())
    assert (table.sheet, table.columns, table.count()) == ("Leads", ("Name", "City"), 1)
    with pytest.raises(Unreadable, match="no sheet “Chart”"):
        read_table(file.getvalue(), sheet="Chart")


def test_a_table_of_one_column_that_is_longer_than_old_spreadsheets_were_is_read_whole() -> None:
    rows = "".join(f"Firm {number}\n" for number in range(70_000))
    table = read_table(f"Name\n{rows}".encode())
    assert (table.columns, table.count()) == (("Name",), 70_000)


def test_a_sheet_is_chosen_by_name() -> None:
    with pytest.raises(Unreadable, match="no sheet “Leads”"):
        read_table(workbook(("a",), ("1",)), sheet="Leads")


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_does() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/s.xml", "w") as part:
        for _block in range(8):
            part.write(b"\0" * (1 << 20))
    assert len(buffer.getvalue()) < MOST_UNPACKED // 1000
    with pytest.raises(Unreadable, match="too large when unpacked"):
        read_table(buffer.getvalue())


def test_a_large_file_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("a,b\n" + "1,2\n" * 50_000, encoding="utf-8")
    table = read_table(path)
    assert next(table.rows()).cells == ("1", "2")
    assert table.count() == 50_000


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip())


@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_a_spreadsheet_writes_comes_back(
    rows: list[tuple[str, str, str]], delimiter: str, encoding: str
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("one", "two", "three"), *rows])
    table = read_table(buffer.getvalue().encode(encoding))
    assert table.columns == ("one", "two", "three")
    assert [row.cells for row in table.rows()] == rows


@pytest.mark.parametrize(
    ("encoding", "texts"),
    {
        "cp1250": ("Jiří Novák,Plzeň", "Łukasz Wiśniewski", "Dvořák", "Ružička", "Krzysztof Żółkiewski"),
        "cp1251": (
            "Иван,Москва",
            "Иван",
            "ФИО;Телефон\nСмирнова Ольга;123",
            "ООО Ромашка",
            "Иванов И. И.",
            "ЗАО «Вектор»",
        ),
        "cp949": (
            "김철수",
            "이름,회사\n김민수,주식회사 한국",
            "서울특별시 강남구 테헤란로 152",
            "이영희",
            "그린란드,가나,기니,네팔,룩셈부르크,벨기에",
        ),
        "cp950": ("陳大文", "林志玲", "客戶名稱,電話\n黃先生,02-2345", "姓名\n蔡依林,VIP客戶", "王小明"),
        "shift_jis": ("名前,会社\n田中太郎,株式会社テスト", "スズキ", "山田花子,03-1234"),
        "gb18030": (
            "张三,北京科技有限公司",
            "王伟",
            "客户名称,电话\n腾讯,123",
            "李",
            "北京,ü",
            "孔令辉",
            "安踏",
            "阿里巴巴",
            "江苏省南京市",
            "变更记录",
            "归档",
            "按目录价",
            "待交付清单",
            "离开此阶段前",
            "开曼群岛,塞内加尔",
            "留空则采用价目表价格",
            "已交付的内容已全部开票。",
        ),
        "cp1252": (
            "Müller,Köln",
            "Zürich",
            "José Peña",
            "Bjørn Ås\nHernán Peña",
            "A,€5\nRenée “x”,1",
            "Niccolò,Forlì",
            "Ärzte",
            "ÄRZTE HAUS",
            "MÄRZ",
            "JÄGER\nSCHRÖDER",
            "São João",
        ),
        "utf-32": ("Ann,Bönn\n王伟,北京",),
        "utf-32-le": ("Ann,Bönn\n王伟,北京",),
    }.items(),
)
def test_old_encodings_are_told_by_what_their_words_look_like(encoding: str, texts: tuple[str, ...]) -> None:
    for text in texts:
        source = f"Name\n{text}\n"
        assert source.encode(encoding).decode(detect_encoding(io.BytesIO(source.encode(encoding)))) == source


def test_one_stray_zero_byte_does_not_make_another_encoding_of_a_text() -> None:
    table = read_table(("Name,City\n" + "Ann,Bönn\n" * 20 + "Bo\0b,Köln\n").encode())
    assert table.encoding == "utf-8"
    assert table.head(1)[0].cells == ("Ann", "Bönn")


def test_a_formula_without_its_result_is_refused_by_its_cell(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Name", "Amount"])
    book.active.append(["Ann", "=1+1"])
    book.save(tmp_path / "book.xlsx")
    with pytest.raises(Unreadable, match=r"Cell B2 .* is a formula whose result wasn’t saved"):
        read_table(tmp_path / "book.xlsx")


@pytest.mark.parametrize(
    ("value", "format_", "text"),
    [
        (42, "00000", "00042"),
        (42, "0", "42"),
        (0.25, "0%", "25%"),
        (0.25, "0.00%_);(0.00%)", "25%"),
        (0.25, '#,##0%;-#,##0%;"-"', "25%"),
        (0.25, '0% "sicher"', "25%"),
        (0.25, '0.00 "%"', "0.25"),
        (0.25, "0.00\\%", "0.25"),
    ],
)
def test_numbers_of_a_workbook_read_as_the_sheet_shows_them(value: float, format_: str, text: str) -> None:
    assert number_text(value, format_) == text


def test_a_table_too_wide_for_anybody_is_refused_at_once() -> None:
    with pytest.raises(Unreadable, match="20000 columns"):
        read_table((",".join(f"c{n}" for n in range(20_000)) + "\n" + "1," * 19_999 + "1\n").encode())


def test_what_a_program_writes_below_its_table_is_no_row_and_is_counted():
    text = "Name,City,Owner\nAcme,Jena,\nBeta\n\n\nAccounts with owner\nCopyright 2026\nGenerated by: Ada\n"
    table = read_table(text.encode())
    assert [row.cells[0] for row in table.rows()] == ["Acme", "Beta"]
    assert (table.count(), table.notes, table.repeated) == (2, 3, 0)


@pytest.mark.parametrize("below", ["Gamma,,\n", "Gamma,Gera\n", "\nGamma,,\n"])
def test_a_row_behind_a_blank_one_is_a_row_if_it_has_the_tables_cells(below):
    table = read_table(f"Name,City,Owner\nAcme,Jena,\n\n{below}".encode())
    assert [row.cells[0] for row in table.rows()] == ["Acme", "Gamma"]
    assert (table.count(), table.notes) == (2, 0)


def test_a_table_of_one_row_below_as_many_remarks_is_found():
    text = 'Notes:\n"Some addresses are missing, as you may notice."\n\nFirst Name,Last Name,Company\nJane,Doe,Acme\n'
    table = read_table(text.encode())
    assert table.columns == ("First Name", "Last Name", "Company")
    assert [row.cells for row in table.rows()] == [("Jane", "Doe", "Acme")]
