#!/usr/bin/env python3
"""Makes the tables of this folder anew, into the folder that is named.

They are kept as they were made once, because no two releases of these programs write the same bytes:

    python3 -m venv v && v/bin/pip install openpyxl==3.1.5 pandas==3.1.1 XlsxWriter==3.3.1 msoffcrypto-tool==6.1.0
    apt-get install libreoffice-calc-nogui libxlsxwriter-dev gcc
    v/bin/python make.py FOLDER

What each must come to is in expected.json, written by hand.
"""

import datetime
import io
import pathlib
import subprocess
import sys
import zipfile

import msoffcrypto.format.ooxml
import openpyxl
import openpyxl.styles
import openpyxl.utils.datetime
import pandas
import xlsxwriter

OUT = pathlib.Path(sys.argv[1])
DAY = datetime.date


def number(first):
    """An identity number of nobody's region with its check character."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return first + "10X98765432"[sum(w * int(d) for w, d in zip(weights, first)) % 11]


ONE, TWO, THREE = number("99020019800505123"), number("99020019760812002"), number("99020019690101101")
HEAD = ["序号", "姓名", "公民身份号码", "缴费月份", "实缴金额（元）", "到账日期"]
ROWS = [
    [1, "张三", ONE, "2025-01", 607.5, DAY(2025, 1, 20)],
    [2, "李四", TWO, "2025-01", 1183.6, DAY(2025, 1, 21)],
    [3, "王五", THREE, "2025-01", 405, DAY(2025, 1, 22)],
]


def changed(row, column, value):
    """The rows with another value in one cell, counted from 0."""
    rows = [list(r) for r in ROWS]
    rows[row][column] = value
    return rows


def book(name, rows, then=None, before=()):
    """A workbook by openpyxl."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "缴费名单"
    for row in list(before) + [HEAD] + rows:
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, DAY):
                cell.number_format = "yyyy-mm-dd"
    if then:
        then(made, sheet)
    made.save(OUT / name)


def text(name, rows, separator=",", encoding="utf-8", end="\r\n"):
    lines = [separator.join(str(cell) for cell in row) for row in rows]
    (OUT / name).write_bytes((end.join(lines) + end).encode(encoding))


def parts(name):
    """The parts of a workbook, by name."""
    with zipfile.ZipFile(OUT / name) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def archive(name, contents):
    with zipfile.ZipFile(OUT / name, "w", zipfile.ZIP_DEFLATED) as made:
        for part, content in contents.items():
            made.writestr(zipfile.ZipInfo(part, (2025, 1, 31, 8, 0, 0)), content, zipfile.ZIP_DEFLATED)


def changed_parts(name, source, change):
    contents = parts(source)
    change(contents)
    archive(name, contents)


SHEET = "xl/worksheets/sheet1.xml"


def good():
    book("openpyxl.xlsx", ROWS)

    def titles(made, sheet):
        sheet.merge_cells("A1:F1")
        sheet.append(["合 计", None, None, None, 2196.1, None])
        sheet.append([])
        sheet.append(["制表人：赵六", None, "审核：钱七", None, None, "2025年1月31日"])

    book("titles.xlsx", ROWS, titles, [["某市社会保险缴费名单"], ["单位：元"], []])

    frame = pandas.DataFrame(
        {
            "证件号码": [ONE, TWO, THREE],
            "缴费金额": [607.5, 1183.6, 405.0],
            "缴费日期": pandas.to_datetime(["2025-01-20", "2025-01-21", "2025-01-22"]),
        })
    frame.to_excel(OUT / "pandas.xlsx", index=False)

    made = xlsxwriter.Workbook(OUT / "xlsxwriter.xlsx", {"constant_memory": True})
    sheet = made.add_worksheet("缴费名单")
    day = made.add_format({"num_format": "yyyy\"年\"m\"月\"d\"日\""})
    for place, row in enumerate([HEAD] + ROWS):
        for column, value in enumerate(row):
            if isinstance(value, DAY):
                sheet.write_datetime(place, column, datetime.datetime(value.year, value.month, value.day), day)
            else:
                sheet.write(place, column, value)
    made.close()

    c = OUT / "made.c"
    c.write_text(
        '#include <xlsxwriter.h>\nint main(void) {\n'
        f'  lxw_workbook *book = workbook_new("{OUT}/libxlsxwriter.xlsx");\n'
        '  lxw_worksheet *sheet = workbook_add_worksheet(book, "缴费名单");\n'
        '  const char *head[] = {"身份证号", "缴费金额", "缴费日期"};\n'
        '  for (int i = 0; i < 3; i++) worksheet_write_string(sheet, 0, i, head[i], NULL);\n'
        f'  const char *ids[] = {{"{ONE}", "{TWO}", "{THREE}"}};\n'
        '  double amounts[] = {607.5, 1183.6, 405};\n'
        '  for (int i = 0; i < 3; i++) {\n'
        '    worksheet_write_string(sheet, i + 1, 0, ids[i], NULL);\n'
        '    worksheet_write_number(sheet, i + 1, 1, amounts[i], NULL);\n'
        '    char day[11]; snprintf(day, sizeof day, "2025/1/%d", 20 + i);\n'
        '    worksheet_write_string(sheet, i + 1, 2, day, NULL);\n'
        '  }\n  return workbook_close(book);\n}\n')
    subprocess.run(["cc", c, "-o", OUT / "made", "-lxlsxwriter", "-lz"], check=True)
    subprocess.run([OUT / "made"], check=True)
    c.unlink()
    (OUT / "made").unlink()

    def mac(made, sheet):
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    book("1904.xlsx", ROWS, mac)

    written = changed(0, 4, "¥607.50")
    written[0][5] = "2025年1月20日"
    written[0][3] = "2025年1月"
    written[1][4] = "１，１８３．６０元"
    written[1][5] = "20250121"
    written[1][3] = "202501"
    written[2][4] = "\u00a0￥405.00 "
    written[2][5] = "2025.1.22"
    written[2][3] = "2025/1"
    written[2][2] = "'" + THREE
    written[1][2] = "\u3000" + TWO + " "
    book("written.xlsx", written)

    def hidden_sheet(made, sheet):
        other = made.create_sheet("上月")
        other.sheet_state = "hidden"
        for row in [HEAD] + ROWS:
            other.append(row)

    book("hidden-sheet.xlsx", ROWS, hidden_sheet)
    pages = [ROWS[0], ROWS[1], ["小计", None, None, None, 1791.1, None], HEAD, ROWS[2],
             ["小计", None, None, None, 405, None], ["总计（3人）", None, None, None, 2196.1, None]]
    book("pages.xlsx", pages)

    status = [HEAD + ["状态"], ROWS[0] + ["成功"], ROWS[1] + ["失败"], ROWS[2] + ["成功"]]
    made = openpyxl.Workbook()
    for row in status:
        made.active.append(row)
    for row in made.active.iter_rows(min_row=2):
        row[5].number_format = "yyyy/m/d"
    made.save(OUT / "status.xlsx")

    plain = [HEAD] + [r[:4] + [f"{r[4]:.2f}", r[5].isoformat()] for r in ROWS]
    text("gb18030.csv", plain, encoding="gb18030")
    text("semicolons.csv", plain, ";", "utf-8-sig")
    text("unicode-text.txt", plain, "\t", "utf-16")
    text("utf-16-be.csv", [["\ufeff序号"] + HEAD[1:]] + plain[1:], ",", "utf-16-be")
    text("kinds.csv", [["身份证号", "险种", "缴费金额", "缴费日期"],
                       [ONE, "职工基本养老保险", "400", "2025-01-20"], [ONE, "医疗", "207.5", "2025-01-20"]])
    text("profile.csv", [["证件号码", "单位缴费额", "个人缴费额", "入账日"],
                         [ONE, "1200", "607.5", "2025-01-20"], [TWO, "0", "1183.6", "2025-01-21"]])

    made = openpyxl.Workbook()
    made.active.append(["人员标识", "补贴月份", "收款户名", "收款账号", "发放金额（元）", "交易结果", "失败原因"])
    made.active.append(["p1", "2025年1月", "王㛃", "6222020000000000018", 500, "交易成功", None])
    made.active.append(["p1", "2025年2月", "王㛃", "6222020000000000018", 500, "退票", "账户已销户"])
    made.save(OUT / "bank-answer.xlsx")

    def strings(contents):
        items = "".join(f"<si><t>{x}</t></si>" for x in ["身份证号", "缴费金额", "缴费日期", TWO, "2025_x002D_01-21"])
        rich = f"<si><r><t>{ONE[:6]}</t></r><r><t>{ONE[6:]}</t></r><rPh sb=\"0\" eb=\"1\"><t>999</t></rPh></si>"
        contents["xl/sharedStrings.xml"] = (
            '<?xml version="1.0"?><sst xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main">'
            + items + rich + "</sst>").encode()
        contents["xl/worksheets/sheet1.xml"] = (
            '<?xml version="1.0"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
            '<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>2</x:v></x:c></x:row>'
            '<x:row><x:c t="s"><x:v>5</x:v></x:c><x:c><x:v>607.49999999999989</x:v></x:c>'
            '<x:c t="inlineStr"><x:is><x:t>2025-01-20</x:t></x:is></x:c></x:row>'
            '<x:row r="7"><x:c r="A7" t="s"><x:v>3</x:v></x:c><x:c r="B7"><x:f>1000+183.6</x:f><x:v>1183.5999999999999</x:v>'
            '</x:c><x:c r="C7" t="s"><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>').encode()
        contents["xl/workbook.xml"] = (
            '<?xml version="1.0"?><workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" '
            'xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"><sheets>'
            '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>').encode()
        contents["xl/_rels/workbook.xml.rels"] = (
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" '
            'Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Target="sharedStrings.xml" '
            'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/sharedStrings"/></Relationships>').encode()

    changed_parts("strict.xlsx", "openpyxl.xlsx", strings)
    office("openpyxl.xlsx", "libreoffice.xlsx", "xlsx:Calc MS Excel 2007 XML")


def office(source, name, form):
    """Has LibreOffice save a file in another form."""
    suffix = form.split(":")[0]
    folder = OUT / "office"
    subprocess.run(["soffice", "--headless", "--convert-to", form, "--outdir", folder, OUT / source], check=True)
    (folder / source).with_suffix("." + suffix).rename(OUT / name)
    folder.rmdir()


def refused():
    text("scientific.csv", [HEAD] + [r[:2] + ["9.90200198005052E+17"] + r[3:] for r in ROWS[:1]])
    text("lost-digits.csv", [HEAD] + [r[:2] + ["990200198005051000"] + r[3:] for r in ROWS[:1]])
    book("number-as-number.xlsx", changed(1, 2, int(number("99020019850505123").replace("X", "0"))))
    book("negative.xlsx", changed(0, 4, -607.5))
    book("three-decimals.xlsx", changed(2, 4, 405.125))
    book("twice.xlsx", ROWS + [ROWS[0]])
    book("future.xlsx", changed(0, 5, DAY(2199, 1, 20)))
    book("no-value.xlsx", changed(1, 4, "=1000+183.6"))
    book("wrong-total.xlsx", ROWS + [["合计", None, None, None, 2200, None]])
    book("early.xlsx", changed(0, 5, 59), lambda _, s: setattr(s["F2"], "number_format", "yyyy-mm-dd"))
    book("bare-number.xlsx", changed(0, 5, 45677))
    book("hidden-row.xlsx", ROWS, lambda _, s: setattr(s.row_dimensions[3], "hidden", True))
    book("merged-rows.xlsx", ROWS, lambda _, s: s.merge_cells("F2:F3"))

    def merged(made, sheet):
        sheet.append([])
        sheet.merge_cells("E1:F1")

    book("merged-headings.xlsx", ROWS, merged)

    def error(made, sheet):
        sheet["E3"] = "#N/A"
        sheet["E3"].data_type = "e"

    book("error.xlsx", ROWS, error)

    def second(made, sheet):
        other = made.create_sheet("二月")
        for row in [HEAD] + ROWS:
            other.append(row)

    book("two-sheets.xlsx", ROWS, second)
    text("two-amounts.csv", [["身份证号", "缴费金额", "实缴金额", "缴费日期"], [ONE, "1", "2", "2025-01-20"]])
    text("cut.csv", [HEAD] + ROWS, end="\r\n")
    whole = (OUT / "cut.csv").read_bytes()
    (OUT / "cut.csv").write_bytes(whole[:-4])
    (OUT / "web-page.xls").write_text("<html><table><tr><td>身份证号</td><td>缴费金额</td></tr></table></html>")

    with open(OUT / "openpyxl.xlsx", "rb") as source, open(OUT / "password.xlsx", "wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("secret", target)
    office("openpyxl.xlsx", "old.xls", "xls:MS Excel 97")
    office("openpyxl.xlsx", "open-document.ods", "ods")

    def bomb(contents):
        contents["xl/worksheets/sheet1.xml"] = b"<worksheet>" + b" " * (24 << 20) + b"</worksheet>"

    changed_parts("bomb.xlsx", "openpyxl.xlsx", bomb)

    def entities(contents):
        contents[SHEET] = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + contents[SHEET]

    changed_parts("entities.xlsx", "openpyxl.xlsx", entities)
    archive("stored.xlsx", parts("openpyxl.xlsx"))
    raw = bytearray((OUT / "stored.xlsx").read_bytes())
    (OUT / "stored.xlsx").unlink()
    # The checksum of the sheet, in its own header and in the directory.
    with zipfile.ZipFile(OUT / "openpyxl.xlsx") as made:
        crc = made.getinfo(SHEET).CRC.to_bytes(4, "little")
    while crc in raw:
        raw[raw.index(crc)] ^= 1
    (OUT / "checksum.xlsx").write_bytes(raw)
    (OUT / "half.xlsx").write_bytes((OUT / "openpyxl.xlsx").read_bytes()[:3000])


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    good()
    refused()
