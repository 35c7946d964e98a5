"""Invented documents for the pages of tasks and documents, for reading in, and for the folder of pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest import batch

PLAN = """云川区人民政府办公室关于印发
《2025年云川区政务公开工作要点》的通知
云府办〔2025〕9号

各街镇人民政府（办事处）：
　　这一句不是任务，也不是标题，程序没有读懂它。

一、做好公开
1.招生信息公开。5月底前公布招生办法，全年开展现场咨询不少于4次。（牵头单位：区教育局；配合单位：各街镇）
2.住房信息公开。公布房源情况，面向群众解读政策。（责任单位：区住房保障房屋管理局、区财政局，完成时限：3月底前）
3.数据开放。开放公共数据目录，方便企业使用。

云川区人民政府办公室
2025年4月18日
"""
TABLE = """# 2025年云川区政务公开工作要点任务分解表

| 序号 | 任务 | 工作内容 | 责任单位 | 完成时限 |
| --- | --- | --- | --- | --- |
| 1 | 招生信息公开 | 公布招生办法，开展现场咨询。 | 区教育局 | 5月底前 |
| 2 | 住房信息公开 | 公布房源情况，面向群众解读政策。 | 区住房保障房屋管理局、区财政局 | 3月底前 |
"""
NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)></span></article>&amp;\u202e倒写"


def hostile(nasty: str = NASTY) -> str:
    """The plan with this in a name, in a line that is not understood and in a title."""
    return PLAN.replace("区财政局", f"区财政局{nasty}").replace("这一句", f"这一句{nasty}\" onmouseover=\"alert(3)").replace("招生信息公开", f"招生{nasty}公开")


HOSTILE = hostile()


def store_of(folder: Path, files: Mapping[str, str]) -> str:
    """The address of a new store that holds these files, by name; a name that no system takes is put where it can be."""
    address = str(folder / "zeren.lb")
    for name, text in files.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        assert batch.load_path(address, path, [])
    return address


def having(page: Any, classes: str, within: str = "") -> list[Any]:
    """The elements of a page with all of these classes, in order; `within` is an id."""
    has = "".join(f"[contains(concat(' ', normalize-space(@class), ' '), ' {one} ')]" for one in classes.split())
    found: list[Any] = page.xpath(f"//*[@id='{within}']//*{has}" if within else f"//*{has}")
    return found


def shown(html: str) -> str:
    """A page without its scripts."""
    return html.partition("<script")[0]


def long_plan(tasks: int) -> str:
    """A plan of so many tasks (fewer than a thousand, as any list is), each some 250 characters."""
    words = "公布办理条件、所需材料、办理流程和咨询渠道，定期更新并回应群众提出的意见建议，全年开展现场咨询不少于4次，" * 4
    lines = [f"{n}.第{n}类事项信息公开。{words}（牵头单位：区教育局；配合单位：区财政局、各街镇）" for n in range(1, tasks + 1)]
    return PLAN.partition("1.招生")[0] + "\n".join(lines) + "\n\n云川区人民政府办公室\n2025年4月18日\n"
