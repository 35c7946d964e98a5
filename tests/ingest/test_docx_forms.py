"""What a DOCX holds beside plain paragraphs: text boxes, tracked changes, automatic numbers, as they are printed."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.readers.docx import read

SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)


def package(body: str, numbering: str = "", styles: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        if numbering:
            made.writestr("word/numbering.xml", f"<w:numbering {SPACES}>{numbering}</w:numbering>")
        if styles:
            made.writestr("word/styles.xml", f"<w:styles {SPACES}>{styles}</w:styles>")
    return out.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def para(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def item(number: int, depth: int | str, text: str) -> str:
    return para(run(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, kind: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(name: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def cell(inside: str) -> str:
    return f"<w:tc>{inside if inside.startswith('<') else para(run(inside))}</w:tc>"


CASES = [
    (
        'wps box',
        package(
            para(
                '<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>'
                + para(run('框内'))
                + '</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>'
                + para(run('框内'))
                + '</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
                + run('正文')
            )
        ),
        '框内\n正文',
    ),
    (
        'vml box',
        package(
            para(
                '<w:r><w:pict><v:shape><v:textbox><w:txbxContent>'
                + para(run('框内'))
                + '</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
                + run('正文')
            )
        ),
        '框内\n正文',
    ),
    (
        'box in cell',
        package(
            '<w:tbl><w:tr>'
            + cell(
                para(
                    '<w:r><w:pict><v:textbox><w:txbxContent>' + para(run('框内')) + '</w:txbxContent></v:textbox></w:pict></w:r>'
                )
            )
            + cell('乙')
            + '</w:tr><w:tr>'
            + cell('丙')
            + cell('丁')
            + '</w:tr></w:tbl>'
        ),
        '框内\t乙\n丙\t丁',
    ),
    (
        'ins del',
        package(
            para(
                run('甲')
                + '<w:del>'
                + '<w:r><w:delText>删</w:delText></w:r>'
                + '</w:del><w:ins>'
                + run('增')
                + '</w:ins><w:moveFrom>'
                + run('移走')
                + '</w:moveFrom><w:moveTo>'
                + run('移来')
                + '</w:moveTo>'
            )
        ),
        '甲增移来',
    ),
    (
        'ins of deleted',
        package(para(run('甲') + '<w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>' + run('增') + '</w:ins>')),
        '甲增',
    ),
    ('del mark', package(para(run('公布目录，'), '<w:rPr><w:del/></w:rPr>') + para(run('方便查询。'))), '公布目录，方便查询。'),
    (
        'del para',
        package(
            para(run('甲'))
            + para('<w:del><w:r><w:delText>整段</w:delText></w:r></w:del>', '<w:rPr><w:del/></w:rPr>')
            + para(run('乙'))
        ),
        '甲\n乙',
    ),
    (
        'moved para',
        package(
            para(run('甲'))
            + para('<w:moveFrom>' + run('整段') + '</w:moveFrom>', '<w:rPr><w:moveFrom/></w:rPr>')
            + para(run('乙'))
        ),
        '甲\n乙',
    ),
    (
        'del row',
        package(
            '<w:tbl><w:tr>'
            + cell('甲')
            + cell('乙')
            + '</w:tr><w:tr><w:trPr><w:del/></w:trPr>'
            + cell('丙')
            + cell('丁')
            + '</w:tr><w:tr><w:trPr><w:ins/></w:trPr>'
            + cell('戊')
            + cell('己')
            + '</w:tr></w:tbl>'
        ),
        '甲\t乙\n戊\t己',
    ),
    (
        'moveTo blocks',
        package('<w:moveToRangeStart/>' + para('<w:moveTo>' + run('移来') + '</w:moveTo>') + '<w:moveToRangeEnd/>'),
        '移来',
    ),
    (
        'multi level',
        package(
            item(1, 0, '甲') + item(1, 1, '乙') + item(1, 1, '丙') + item(1, 2, '丁') + item(1, 0, '戊') + item(1, 1, '己'),
            abstract(0, level(0, 'chineseCounting', '%1、'), level(1, 'chineseCounting', '（%2）'), level(2, 'decimal', '%3.'))
            + num(1, 0),
        ),
        '一、甲\n（一）乙\n（二）丙\n1.丁\n二、戊\n（一）己',
    ),
    (
        '%1.%2',
        package(
            item(1, 0, '甲') + item(1, 1, '乙') + item(1, 1, '丙') + item(1, 0, '丁') + item(1, 1, '戊'),
            abstract(0, level(0, 'decimal', '%1.'), level(1, 'decimal', '%1.%2')) + num(1, 0),
        ),
        '1.甲\n1.1乙\n1.2丙\n2.丁\n2.1戊',
    ),
    (
        'isLgl',
        package(
            item(1, 0, '甲') + item(1, 1, '乙'),
            abstract(0, level(0, 'chineseCounting', '%1、'), level(1, 'decimal', '%1.%2', '<w:isLgl/>')) + num(1, 0),
        ),
        '一、甲\n1.1乙',
    ),
    (
        'startOverride',
        package(
            item(1, 0, '甲') + item(1, 0, '乙') + item(2, 0, '丙') + item(2, 0, '丁'),
            abstract(0, level(0, 'decimal', '%1.'))
            + num(1, 0)
            + num(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        ),
        '1.甲\n2.乙\n1.丙\n2.丁',
    ),
    (
        'continue',
        package(item(1, 0, '甲') + item(2, 0, '乙'), abstract(0, level(0, 'decimal', '%1.')) + num(1, 0) + num(2, 0)),
        '1.甲\n2.乙',
    ),
    (
        'lvlRestart 0',
        package(
            item(1, 0, '甲') + item(1, 1, '乙') + item(1, 0, '丙') + item(1, 1, '丁'),
            abstract(0, level(0, 'chineseCounting', '%1、'), level(1, 'decimal', '%2.', '<w:lvlRestart w:val="0"/>')) + num(1, 0),
        ),
        '一、甲\n1.乙\n二、丙\n2.丁',
    ),
    (
        'override lvl',
        package(
            item(2, 0, '甲'),
            abstract(0, level(0, 'decimal', '%1.'))
            + num(2, 0, '<w:lvlOverride w:ilvl="0">' + level(0, 'chineseCounting', '第%1条') + '</w:lvlOverride>'),
        ),
        '第一条甲',
    ),
    (
        '>99 counting',
        package(item(1, 0, '甲') * 101, abstract(0, level(0, 'chineseCountingThousand', '%1、')) + num(1, 0)),
        '一百零一、甲',
    ),
    (
        'roman circle',
        package(
            item(1, 0, '甲') + item(1, 0, '乙') + item(2, 0, '丙'),
            abstract(0, level(0, 'upperRoman', '%1.'))
            + abstract(1, level(0, 'decimalEnclosedCircle', '%1'))
            + num(1, 0)
            + num(2, 1),
        ),
        'I.甲\nII.乙\n①丙',
    ),
    (
        'style num',
        package(
            para(run('甲'), '<w:pStyle w:val="S"/>') + para(run('乙'), '<w:pStyle w:val="T"/>'),
            abstract(0, level(0, 'decimal', '%1.')) + num(1, 0),
            '<w:style w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="T"><w:basedOn w:val="S"/></w:style>',
        ),
        '1.甲\n2.乙',
    ),
    (
        'numStyleLink',
        package(
            item(1, 0, '甲'),
            '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/>'
            + level(0, 'decimal', '%1)')
            + '</w:abstractNum>'
            + num(1, 0)
            + num(2, 1),
        ),
        '1)甲',
    ),
    (
        'deleted numbered',
        package(
            item(1, 0, '甲')
            + para(
                '<w:del><w:r><w:delText>删</w:delText></w:r></w:del>',
                '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>',
            )
            + item(1, 0, '乙'),
            abstract(0, level(0, 'decimal', '%1.')) + num(1, 0),
        ),
        '1.甲\n2.乙',
    ),
    ('decimalZero', package(item(1, 0, '甲'), abstract(0, level(0, 'decimalZero', '%1')) + num(1, 0)), '01甲'),
    (
        'numbers in cells',
        package(
            '<w:tbl><w:tr>'
            + cell('序号')
            + cell('任务')
            + '</w:tr>'
            + ''.join('<w:tr>' + cell(item(1, 0, '')) + cell(x) + '</w:tr>' for x in '甲乙')
            + '</w:tbl>',
            abstract(0, level(0, 'decimal', '%1')) + num(1, 0),
        ),
        '序号\t任务\n1\t甲\n2\t乙',
    ),
    ('bad ilvl', package(item(1, 'x', '甲'), abstract(0, level(0, 'decimal', '%1.')) + num(1, 0)), '1.甲'),
]


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_as_printed(data: bytes, expected: str) -> None:
    lines = read("a.docx", data, "").text.split("\n")
    found = [line for line in lines if line.strip()]
    assert "\n".join(found[-1:] if len(found) > 100 else found) == expected
