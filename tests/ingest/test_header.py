"""What the heads of documents say about them, in the forms in which offices print them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.model import Extraction

ITEMS = "一、公开\n1.公布目录。（责任单位：区司法局）\n2.公布清单。（责任单位：区民政局）\n"
ROWS = "<table><tr><th>序号</th><th>工作任务</th><th>责任单位</th></tr><tr><td>1</td><td>公布目录</td><td>区司法局</td></tr><tr><td>2</td><td>公布清单</td><td>区民政局</td></tr></table>"
PLAN = "2025年云川区政务公开工作要点"
OFFICE = "云川区人民政府办公室"

# name, file name, text, the fields that it prints
CASES: list[tuple[str, str, str, dict[str, object]]] = [
    (
        "letterhead, number, notice over three lines, signature, the plan behind it",
        "a.txt",
        f"云川区人民政府办公室文件\n\n云府办〔2025〕9号\n\n云川区人民政府办公室关于印发\n《2025年云川区政务公开\n工作要点》的通知\n\n各镇人民政府，区政府各部门：\n现将要点印发给你们，请认真组织实施。\n\n{OFFICE}\n2025年4月18日\n\n2025年云川区政务公开\n工作要点\n{ITEMS}",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "district": "云川区", "town": None, "year": 2025, "date": "2025-04-18", "kind": "工作要点"},
    ),
    (
        "full-width brackets and digits in the number, the day in Chinese digits",
        "a.txt",
        f"云府办函［２０２３］１２号\n关于印发2023年云川区助企纾困任务分工方案的通知\n区各有关单位：\n现印发给你们。\n{OFFICE}\n二〇二三年五月二十二日\n2023年云川区助企纾困任务分工方案\n{ITEMS}",
        {"title": "2023年云川区助企纾困任务分工方案", "doc_no": "云府办函〔2023〕12号", "issuer": OFFICE, "district": "云川区", "year": 2023, "date": "2023-05-22"},
    ),
    (
        "small brackets, 第, zero written as a circle",
        "a.txt",
        f"云政办发﹝2024﹞第7号\n{OFFICE}关于印发《2024年全区养老服务工作计划》的通知\n各街道：\n现予印发。\n{OFFICE}\n二○二四年三月六日\n2024年全区养老服务工作计划\n{ITEMS}",
        {"title": "2024年全区养老服务工作计划", "doc_no": "云政办发〔2024〕第7号", "issuer": OFFICE, "district": "云川区", "year": 2024, "date": "2024-03-06"},
    ),
    (
        "round half-width brackets, the number at the end of the letterhead line",
        "a.txt",
        f"松屏区文化和旅游局文件  松文旅(2025)3号\n关于印发《2025年度松屏区公共文化服务行动计划》的通知\n局属各单位：\n现印发给你们。\n松屏区文化和旅游局\n2025年2月11日\n2025年度松屏区公共文化服务行动计划\n{ITEMS}",
        {"title": "2025年度松屏区公共文化服务行动计划", "doc_no": "松文旅〔2025〕3号", "issuer": "松屏区文化和旅游局", "district": "松屏区", "year": 2025, "date": "2025-02-11"},
    ),
    (
        "no notice: title, number below it in brackets, issuer and day at the end",
        "a.txt",
        f"2025年云川区政务公开工作要点\n（云府办〔2025〕9号）\n{ITEMS}\n{OFFICE}\n2025年4月18日\n",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "district": "云川区", "year": 2025, "date": "2025-04-18"},
    ),
    (
        "issuer and day between title and matter, the day in brackets",
        "a.txt",
        f"2025年云川区政务公开工作要点\n{OFFICE}\n（2025年4月18日）\n{ITEMS}",
        {"title": PLAN, "doc_no": None, "issuer": OFFICE, "district": "云川区", "year": 2025, "date": "2025-04-18"},
    ),
    (
        "a day with points below the signature",
        "a.txt",
        f"2025年云川区政务公开工作要点\n{ITEMS}\n{OFFICE}\n2025.4.18\n",
        {"title": PLAN, "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "a day with hyphens below the signature",
        "a.txt",
        f"2025年云川区政务公开工作要点\n{ITEMS}\n{OFFICE}\n2025-04-18\n",
        {"title": PLAN, "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "printed and sent later than signed",
        "a.txt",
        f"关于印发《{PLAN}》的通知\n云府办〔2025〕9号\n各镇：\n现印发。\n{ITEMS}{OFFICE}\n2025年4月18日\n（此件公开发布）\n抄送：区委办公室。\n{OFFICE} 2025年4月21日印发\n",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "only printed and sent: no day of signature",
        "a.txt",
        f"{PLAN}\n{ITEMS}\n抄送：区委办公室。\n{OFFICE}2025年4月21日印发\n",
        {"title": PLAN, "date": None},
    ),
    (
        "signature and day on one line",
        "a.txt",
        f"{PLAN}\n{ITEMS}\n{OFFICE}    2025年4月18日\n",
        {"title": PLAN, "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "two bodies sign",
        "a.txt",
        f"关于印发《2024年澜江区河湖管护工作方案》的通知\n澜水〔2024〕15号\n各镇：\n现印发。\n澜江区水务局\n澜江区生态环境局\n2024年5月6日\n2024年澜江区河湖管护工作方案\n{ITEMS}",
        {"title": "2024年澜江区河湖管护工作方案", "issuer": "澜江区水务局", "district": "澜江区", "date": "2024-05-06"},
    ),
    (
        "two bodies sign side by side",
        "a.txt",
        f"关于印发《2024年澜江区河湖管护工作方案》的通知\n澜水〔2024〕15号\n各镇：\n现印发。\n澜江区水务局    澜江区生态环境局\n2024年5月6日\n2024年澜江区河湖管护工作方案\n{ITEMS}",
        {"title": "2024年澜江区河湖管护工作方案", "issuer": "澜江区水务局", "district": "澜江区", "date": "2024-05-06"},
    ),
    (
        "an issuer whose name goes on over two lines",
        "a.txt",
        f"关于印发《2024年平安建设任务清单》的通知\n各镇：\n现印发。\n中共澜江区委政法委员会\n2024年1月9日\n2024年平安建设任务清单\n{ITEMS}",
        {"title": "2024年平安建设任务清单", "issuer": "中共澜江区委政法委员会", "district": "澜江区", "date": "2024-01-09"},
    ),
    (
        "a leading group signs",
        "a.txt",
        f"2023年松屏区优化营商环境重点任务\n{ITEMS}松屏区优化营商环境工作领导小组办公室\n2023年3月31日\n",
        {"title": "2023年松屏区优化营商环境重点任务", "issuer": "松屏区优化营商环境工作领导小组办公室", "district": "松屏区", "year": 2023, "date": "2023-03-31"},
    ),
    (
        "a joint meeting signs",
        "a.txt",
        f"2023年松屏区食品安全工作安排\n{ITEMS}松屏区食品安全工作联席会议\n2023年3月31日\n",
        {"title": "2023年松屏区食品安全工作安排", "issuer": "松屏区食品安全工作联席会议", "district": "松屏区", "date": "2023-03-31"},
    ),
    (
        "a park signs",
        "a.txt",
        f"云川经济开发区2025年政务公开工作要点\n{ITEMS}云川经济开发区管理委员会\n2025年4月8日\n",
        {"title": "云川经济开发区2025年政务公开工作要点", "issuer": "云川经济开发区管理委员会", "town": "云川经济开发区", "date": "2025-04-08"},
    ),
    (
        "a street office, with its district",
        "a.txt",
        f"云川区柳浦街道2025年政务公开工作要点\n{ITEMS}云川区人民政府柳浦街道办事处\n2025年4月8日\n",
        {"title": "云川区柳浦街道2025年政务公开工作要点", "issuer": "云川区人民政府柳浦街道办事处", "district": "云川区", "town": "柳浦街道", "date": "2025-04-08"},
    ),
    (
        "a town, its district only in the issuer's name",
        "a.txt",
        f"石桥镇2025年为民办实事项目清单\n石府〔2025〕3号\n{ITEMS}澜江区石桥镇人民政府\n2025年1月20日\n",
        {"title": "石桥镇2025年为民办实事项目清单", "doc_no": "石府〔2025〕3号", "issuer": "澜江区石桥镇人民政府", "district": "澜江区", "town": "石桥镇", "year": 2025},
    ),
    (
        "a party committee of a town",
        "a.txt",
        f"石桥镇2025年基层治理工作要点\n{ITEMS}中共澜江区石桥镇委员会\n2025年1月20日\n",
        {"title": "石桥镇2025年基层治理工作要点", "issuer": "中共澜江区石桥镇委员会", "district": "澜江区", "town": "石桥镇"},
    ),
    (
        "a county with its city in front",
        "a.txt",
        f"东禾市云岫县人民政府办公室关于印发云岫县2024年营商环境任务清单的通知\n岫政办〔2024〕8号\n各乡镇人民政府：\n现印发。\n云岫县人民政府办公室\n2024年3月19日\n云岫县2024年营商环境任务清单\n{ITEMS}",
        {"title": "云岫县2024年营商环境任务清单", "issuer": "东禾市云岫县人民政府办公室", "city": "东禾市", "district": "云岫县", "date": "2024-03-19"},
    ),
    (
        "a district of a city, the title naming the city only",
        "a.txt",
        f"2024年东禾市云川区数字政府建设工作要点\n{ITEMS}东禾市云川区人民政府办公室\n2024年3月19日\n",
        {"title": "2024年东禾市云川区数字政府建设工作要点", "issuer": "东禾市云川区人民政府办公室", "city": "东禾市", "district": "云川区"},
    ),
    (
        "a county-level city, told by the towns below it",
        "a.txt",
        f"清潭市2024年乡村振兴工作要点\n清政办发〔2024〕6号\n各镇人民政府、街道办事处，市政府各部门：\n现印发。\n{ITEMS.replace('区', '市')}清潭市人民政府办公室\n2024年3月19日\n",
        {"title": "清潭市2024年乡村振兴工作要点", "issuer": "清潭市人民政府办公室", "city": None, "district": "清潭市", "town": None},
    ),
    (
        "a city with districts below it is none",
        "a.txt",
        f"东禾市2024年乡村振兴工作要点\n东政办发〔2024〕6号\n各县（市、区）人民政府，市政府各部门：\n现印发。\n{ITEMS.replace('区', '市')}东禾市人民政府办公室\n2024年3月19日\n",
        {"title": "东禾市2024年乡村振兴工作要点", "issuer": "东禾市人民政府办公室", "city": "东禾市", "district": None, "town": None},
    ),
    (
        "an autonomous county",
        "a.txt",
        f"青岩彝族自治县2024年政务公开工作要点\n{ITEMS.replace('区', '县')}青岩彝族自治县人民政府办公室\n2024年3月19日\n",
        {"title": "青岩彝族自治县2024年政务公开工作要点", "issuer": "青岩彝族自治县人民政府办公室", "district": "青岩彝族自治县"},
    ),
    (
        "the year of the plan is not that of the number",
        "a.txt",
        f"{OFFICE}关于印发2025年云川区政务公开工作要点的通知\n云府办〔2024〕90号\n各镇：\n现印发。\n{OFFICE}\n2024年12月30日\n2025年云川区政务公开工作要点\n{ITEMS}",
        {"title": PLAN, "doc_no": "云府办〔2024〕90号", "year": 2025, "date": "2024-12-30"},
    ),
    (
        "a title without a year: that of the number",
        "a.txt",
        f"云府办〔2024〕9号\n云川区推进基层政务公开工作方案\n{ITEMS}{OFFICE}\n2024年3月1日\n",
        {"title": "云川区推进基层政务公开工作方案", "year": 2024, "date": "2024-03-01"},
    ),
    (
        "a year in Chinese digits",
        "a.txt",
        f"云川区二〇二四年政务公开工作要点\n{ITEMS}{OFFICE}\n二〇二四年四月一日\n",
        {"title": "云川区二〇二四年政务公开工作要点", "year": 2024, "date": "2024-04-01"},
    ),
    (
        "a title in 《》 of its own line below the notice",
        "a.txt",
        f"{OFFICE}关于印发《{PLAN}》的通知\n云府办〔2025〕9号\n各镇：\n《{PLAN}》已经区政府同意，现印发给你们，请认真贯彻执行。\n{ITEMS}{OFFICE}\n2025年4月18日\n",
        {"title": PLAN, "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "the notice forwards a text of others",
        "a.txt",
        f"{OFFICE}转发区民政局关于2025年养老服务工作实施方案的通知\n云府办〔2025〕19号\n各镇：\n现转发给你们。\n{OFFICE}\n2025年5月8日\n关于2025年养老服务工作的实施方案\n区民政局\n{ITEMS}",
        {"title": "关于2025年养老服务工作的实施方案", "issuer": OFFICE, "date": "2025-05-08"},
    ),
    (
        "a trial version in brackets behind the title",
        "a.txt",
        f"云川区政务公开标准化工作方案（试行）\n{ITEMS}{OFFICE}\n2025年5月8日\n",
        {"title": "云川区政务公开标准化工作方案（试行）", "date": "2025-05-08"},
    ),
    (
        "a notice that is itself the plan",
        "a.txt",
        f"{OFFICE}关于做好2025年政务公开重点工作的通知\n云府办〔2025〕21号\n各镇，区政府各部门：\n为做好今年工作，现通知如下：\n{ITEMS}{OFFICE}\n2025年5月8日\n",
        {"title": f"{OFFICE}关于做好2025年政务公开重点工作的通知", "doc_no": "云府办〔2025〕21号", "issuer": OFFICE, "year": 2025, "date": "2025-05-08"},
    ),
    (
        "a title over three lines with the body above",
        "a.txt",
        f"云川区人民政府办公室\n2025年深化“高效办成一件事”\n改革重点任务\n分工方案\n{ITEMS}{OFFICE}\n2025年5月8日\n",
        {"title": "云川区人民政府办公室2025年深化“高效办成一件事”改革重点任务分工方案", "issuer": OFFICE, "date": "2025-05-08"},
    ),
    (
        "front matter of a Markdown file",
        "a.md",
        f"---\ntitle: {PLAN}\ndate: 2025-04-22\n---\n\n# {PLAN}\n\n- 发文机关：{OFFICE}\n- 发文字号：云府办〔2025〕9号\n- 成文日期：2025年4月18日\n- 发布日期：2025年4月22日\n\n{ITEMS}",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "a Markdown table of metadata",
        "a.md",
        f"# {PLAN}\n\n| 索引号 | YC-2025-01 | 发文字号 | 云府办〔2025〕9号 |\n| --- | --- | --- | --- |\n| 发布机构 | {OFFICE} | 成文日期 | 2025-04-18 |\n| 发布日期 | 2025-04-22 | 有效性 | 有效 |\n\n{ITEMS}",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "a Markdown table of metadata in two columns, marks bold",
        "a.md",
        f"| 项目 | 内容 |\n|---|---|\n| **发文机关** | {OFFICE} |\n| **文号** | 云府办〔2025〕9号 |\n| **成文日期** | 2025年4月18日 |\n\n## {PLAN}\n\n{ITEMS}",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "metadata lines with blanks inside the labels",
        "a.txt",
        f"索 引 号：YC001\n发 文 机 关：{OFFICE}\n文　　号：云府办〔2025〕9号\n成 文 日 期：2025.04.18\n发 布 日 期：2025.04.22\n名　　称：{PLAN}\n\n{PLAN}\n{ITEMS}",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "metadata on one line",
        "a.txt",
        f"首页 > 政务公开 > 文件\n{PLAN}\n发布机构：{OFFICE}　发文字号：云府办〔2025〕9号　成文日期：2025-04-18　发布日期：2025-04-22\n{ITEMS}",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "a web page whose title names the site",
        "a.html",
        f"<html><head><title>{PLAN}_云川区人民政府网站</title></head><body><div class='crumb'>首页 > 公开</div><h1>{PLAN}</h1><p>发布日期：2025-04-22　来源：{OFFICE}　字体：大 中 小</p><p>云府办〔2025〕9号</p>{ROWS}<p>{OFFICE}</p><p>2025年4月18日</p></body></html>",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "date": "2025-04-18", "year": 2025},
    ),
    (
        "a web page: the source is the only issuer, the day of publishing is not the day",
        "a.html",
        f"<html><body><h1>{PLAN}</h1><p>发布时间：2025-04-22 10:12　来源：{OFFICE}</p>{ROWS}</body></html>",
        {"title": PLAN, "issuer": OFFICE, "date": None, "doc_no": None},
    ),
    (
        "a web page with a list of metadata",
        "a.html",
        f"<html><body><ul><li><b>发布机构：</b><span>{OFFICE}</span></li><li><b>文　　号：</b><span>云府办〔2025〕9号</span></li><li><b>成文日期：</b><span>2025年04月18日</span></li><li><b>发布日期：</b><span>2025年04月22日</span></li></ul><h2>{PLAN}</h2>{ROWS}</body></html>",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "a web page with a definition list",
        "a.html",
        f"<html><body><dl><dt>发文机关</dt><dd>{OFFICE}</dd><dt>发文字号</dt><dd>云府办〔2025〕9号</dd><dt>成文日期</dt><dd>2025-04-18</dd></dl><h2>{PLAN}</h2>{ROWS}</body></html>",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "a web page with a metadata table, publisher shorter than the signature",
        "a.html",
        f"<html><body><table><tr><td>索引号</td><td>YC01</td><td>发布机构</td><td>区府办</td></tr><tr><td>文号</td><td>云府办[2025]9号</td><td>成文日期</td><td>2025-04-18</td></tr></table><h2>{PLAN}</h2>{ROWS}<p>{OFFICE}</p><p>2025年4月18日</p></body></html>",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "district": "云川区", "date": "2025-04-18"},
    ),
    (
        "labels in corner brackets",
        "a.txt",
        f"【发文字号】云府办〔2025〕9号\n【发文机关】{OFFICE}\n【成文日期】2025-04-18\n【发布日期】2025-04-22\n{PLAN}\n{ITEMS}",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "a number cited in the text is not the document's",
        "a.txt",
        f"{PLAN}\n根据《东禾市2025年政务公开工作要点》（东政办〔2025〕3号）精神，结合实际，制定本要点。\n{ITEMS}{OFFICE}\n2025年4月18日\n",
        {"title": PLAN, "doc_no": None, "issuer": OFFICE, "district": "云川区"},
    ),
    (
        "an annex alone: nothing but its heading",
        "a.txt",
        f"附件1\n\n2025年云川区政务公开工作任务分解表\n{ITEMS}",
        {"title": "2025年云川区政务公开工作任务分解表", "doc_no": None, "issuer": None, "district": "云川区", "date": None, "year": 2025},
    ),
    (
        "the letterhead names two bodies",
        "a.txt",
        f"中共云川区委办公室\n云川区人民政府办公室\n文件\n云委办〔2025〕4号\n关于印发《{PLAN}》的通知\n各镇：\n现印发。\n中共云川区委办公室    云川区人民政府办公室\n2025年4月18日\n{ITEMS}",
        {"title": PLAN, "doc_no": "云委办〔2025〕4号", "issuer": "中共云川区委办公室", "district": "云川区", "date": "2025-04-18"},
    ),
    (
        "no signature: the letterhead is the issuer",
        "a.txt",
        f"松屏区教育局文件\n松教〔2025〕6号\n2025年松屏区教育系统工作要点\n{ITEMS}",
        {"title": "2025年松屏区教育系统工作要点", "doc_no": "松教〔2025〕6号", "issuer": "松屏区教育局", "district": "松屏区", "date": None},
    ),
    (
        "a department below the county, whose name does not end in 局",
        "a.txt",
        f"关于印发2025年度河长制工作任务书的通知\n岫河长办〔2025〕2号\n各乡镇：\n现印发。\n云岫县总河长办公室\n2025年2月28日\n2025年度河长制工作任务书\n{ITEMS.replace('区', '县')}",
        {"title": "2025年度河长制工作任务书", "doc_no": "岫河长办〔2025〕2号", "issuer": "云岫县总河长办公室", "district": "云岫县", "date": "2025-02-28"},
    ),
    (
        "a letter: 函 and the day at the head",
        "a.txt",
        f"云政务公开函〔2025〕1号    2025年4月18日\n云川区政务公开领导小组办公室\n关于报送2025年政务公开重点任务分工的函\n各镇：\n请按以下分工落实：\n{ITEMS}",
        {"doc_no": "云政务公开函〔2025〕1号", "issuer": "云川区政务公开领导小组办公室", "district": "云川区", "year": 2025},
    ),
    (
        "the number of years and a trial version behind the title",
        "a.txt",
        f"云川区政务公开三年提升攻坚方案\n（2025年）\n{ITEMS}{OFFICE}\n2025年3月8日\n",
        {"title": "云川区政务公开三年提升攻坚方案（2025年）", "year": 2025},
    ),
    (
        "a plan for two years is of the first",
        "a.txt",
        f"云川区2025—2026年政务公开提升行动方案\n{ITEMS}{OFFICE}\n2025年3月8日\n",
        {"title": "云川区2025—2026年政务公开提升行动方案", "year": 2025},
    ),
    (
        "a body printed with blanks above the number, no signature but a day",
        "a.txt",
        f"云 川 区 人 民 政 府 办 公 室\n\n云府办〔2025〕9号\n\n{PLAN}\n{ITEMS}2025年4月18日\n",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": "云川区人民政府办公室", "date": "2025-04-18"},
    ),
    ("the day above the name", "a.txt", f"{PLAN}\n{ITEMS}    2025年4月18日\n    {OFFICE}\n", {"title": PLAN, "issuer": OFFICE, "date": "2025-04-18"}),
    (
        "labels parted from their values by blanks",
        "a.txt",
        f"发文机关 {OFFICE}\n发文字号 云府办〔2025〕9号\n成文日期 2025年4月18日\n\n{PLAN}\n{ITEMS}",
        {"title": PLAN, "doc_no": "云府办〔2025〕9号", "issuer": OFFICE, "date": "2025-04-18"},
    ),
    (
        "a ledger whose issuer and day stand in one line below the title",
        "a.txt",
        f"2024年云川区政务公开工作任务台账\n{OFFICE}          2024年4月10日\n{ITEMS}",
        {"title": "2024年云川区政务公开工作任务台账", "issuer": OFFICE, "date": "2024-04-10"},
    ),
]


@pytest.mark.parametrize(("name", "file", "text", "want"), CASES, ids=[c[0] for c in CASES])
def test_head(read_text: Callable[..., Extraction], name: str, file: str, text: str, want: dict[str, object]) -> None:
    document = read_text(text, file).document
    have = {key: getattr(document, key) for key in want}
    have |= {"date": document.date.isoformat() if document.date else None} if "date" in want else {}
    assert have == want
