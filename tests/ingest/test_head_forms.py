"""Further forms of what heads, feet and metadata say about a document: labels at the foot, odd brackets, titles over lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.model import Extraction
from tests.ingest.test_header import ITEMS, OFFICE, PLAN, ROWS

BARE = "1.公布目录。（责任单位：区司法局）\n2.公布清单。（责任单位：区民政局）\n3.更新指南。（责任单位：区教育局）\n"

# name, file name, text, the fields that it prints
CASES: list[tuple[str, str, str, dict[str, object]]] = [
    ("title only in <title>", "a.html", f"<html><head><title>{PLAN}</title></head><body><p>云府办〔2025〕9号</p>{ROWS}<p>{OFFICE}</p><p>2025年4月18日</p></body></html>", {"title": PLAN,"doc_no": "云府办〔2025〕9号","issuer": OFFICE,"date": "2025-04-18","district": "云川区","year": 2025}),
    ("title only in <title> with site", "a.html", f"<html><head><title>{PLAN}-政策文件-云川区人民政府</title></head><body>{ROWS}</body></html>", {"title": PLAN,"issuer": None,"date": None,"district": "云川区","year": 2025}),
    ("meta tags", "a.html", f"<html><head><title>云川区人民政府</title><meta name='ArticleTitle' content='{PLAN}'><meta name='PubDate' content='2025-04-22'><meta name='ContentSource' content='{OFFICE}'></head><body>{ROWS}</body></html>", {"title": PLAN,"issuer": OFFICE,"date": None,"district": "云川区","year": 2025}),
    ("foot lines", "a.txt", f"{PLAN}\n{ITEMS}\n落款：{OFFICE}\n日期：2025年4月18日\n", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18"}),
    ("foot lines 2", "a.txt", f"{PLAN}\n{ITEMS}\n发文单位：{OFFICE}\n时间：2025年4月18日\n", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18"}),
    ("body above the title", "a.txt", f"{OFFICE}\n\n{PLAN}\n\n{ITEMS}\n2025年4月18日\n", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18"}),
    ("body above the title, no date", "a.txt", f"松屏区司法局\n2025年法治政府建设任务清单\n\n{ITEMS}", {"title": "松屏区司法局2025年法治政府建设任务清单","issuer": "松屏区司法局","date": None,"district": "松屏区"}),
    ("copied over lines", "a.txt", f"{PLAN}\n{ITEMS}\n{OFFICE}\n2025年4月18日\n\n抄送：区委各部门，区人大常委会办公室，区法院，\n      区检察院，区各人民团体。\n{OFFICE}  2025年4月20日印发\n", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18","copied": ("区委各部门","区人大常委会办公室","区法院","区检察院","区各人民团体")}),
    ("copied over lines inside name", "a.txt", f"{PLAN}\n{ITEMS}\n{OFFICE}\n2025年4月18日\n\n抄送：区委各部门，区人大常委会办公室，区法院，区检\n察院，区各人民团体、各民主党派。\n{OFFICE}  2025年4月20日印发\n", {"copied": ("区委各部门","区人大常委会办公室","区法院","区检察院","区各人民团体","各民主党派")}),
    ("主送 label", "a.txt", f"{OFFICE}关于印发{PLAN}的通知\n云府办〔2025〕9号\n主送：各镇人民政府、各街道办事处，区政府各委、办、局，各直属单位\n现印发给你们。\n{OFFICE}\n2025年4月18日\n{PLAN}\n{ITEMS}", {"addressees": ("各镇人民政府","各街道办事处","区政府各委、办、局","各直属单位"),"title": PLAN}),
    ("addressees over two lines", "a.txt", f"{OFFICE}关于印发{PLAN}的通知\n云府办〔2025〕9号\n各镇人民政府、各街道办事处，区政府各部门、各直属\n单位，各园区管委会：\n现印发给你们。\n{OFFICE}\n2025年4月18日\n{PLAN}\n{ITEMS}", {"addressees": ("各镇人民政府","各街道办事处","区政府各部门","各直属单位","各园区管委会"),"title": PLAN}),
    ("addressees over lines parted after 、", "a.txt", f"{OFFICE}关于印发{PLAN}的通知\n云府办〔2025〕9号\n各镇人民政府、各街道办事处，区政府各部门、\n各直属单位：\n现印发给你们。\n{OFFICE}\n2025年4月18日\n{PLAN}\n{ITEMS}", {"addressees": ("各镇人民政府","各街道办事处","区政府各部门","各直属单位"),"title": PLAN}),
    ("number spaced", "a.txt", f"云府办 〔 2025 〕 9 号\n{PLAN}\n{ITEMS}{OFFICE}\n2025 年 4 月 18 日\n", {"doc_no": "云府办〔2025〕9号","date": "2025-04-18"}),
    ("number angle", "a.txt", f"云府办＜2025＞9号\n{PLAN}\n{ITEMS}{OFFICE}\n2025年4月18日\n", {"doc_no": "云府办〔2025〕9号"}),
    ("number cjk angle", "a.txt", f"云府办〈2025〉9号\n{PLAN}\n{ITEMS}{OFFICE}\n2025年4月18日\n", {"doc_no": "云府办〔2025〕9号"}),
    ("number 《2025》", "a.txt", f"云府办《2025》9号\n{PLAN}\n{ITEMS}{OFFICE}\n2025年4月18日\n", {"doc_no": "云府办〔2025〕9号"}),
    ("number braces", "a.txt", f"云府办{{2025}}9号\n{PLAN}\n{ITEMS}{OFFICE}\n2025年4月18日\n", {"doc_no": "云府办〔2025〕9号"}),
    ("number cn bracket 【】", "a.txt", f"云府办【2025】09号\n{PLAN}\n{ITEMS}{OFFICE}\n2025年4月18日\n", {"doc_no": "云府办〔2025〕09号"}),
    ("number without bracket", "a.txt", f"云府办2025年第9号\n{PLAN}\n{ITEMS}{OFFICE}\n2025年4月18日\n", {"date": "2025-04-18"}),
    ("number right with 签发人", "a.txt", f"云川区教育局文件\n\n云教〔2025〕9号            签发人：张某\n\n关于印发《2025年云川区教育工作要点》的通知\n各学校：\n现印发。\n云川区教育局\n2025年4月18日\n2025年云川区教育工作要点\n{ITEMS}", {"doc_no": "云教〔2025〕9号","issuer": "云川区教育局","title": "2025年云川区教育工作要点"}),
    ("number in the tail", "a.txt", f"{PLAN}\n{ITEMS}{OFFICE}\n2025年4月18日\n\n发文字号：云府办〔2025〕9号\n", {"doc_no": "云府办〔2025〕9号","issuer": OFFICE}),
    ("number inside notice brackets", "a.txt", f"{OFFICE}关于印发{PLAN}的通知（云府办〔2025〕9号）\n各镇：\n现印发。\n{OFFICE}\n2025年4月18日\n{PLAN}\n{ITEMS}", {"doc_no": "云府办〔2025〕9号","title": PLAN}),
    ("attached to number", "a.txt", f"附件\n（云府办〔2025〕9号附件）\n{PLAN}\n{ITEMS}", {"title": PLAN}),
    ("date spaced cn", "a.txt", f"{PLAN}\n{ITEMS}\n　　　　{OFFICE}\n　　　　二〇二五 年 四 月 十八 日\n", {"date": "2025-04-18","issuer": OFFICE}),
    ("date with 印章", "a.txt", f"{PLAN}\n{ITEMS}\n{OFFICE}（印章）\n2025年4月18日\n", {"date": "2025-04-18","issuer": OFFICE}),
    ("date with 公章", "a.txt", f"{PLAN}\n{ITEMS}\n{OFFICE}（盖章）\n2025年4月18日\n", {"date": "2025-04-18","issuer": OFFICE}),
    ("date 二○二五", "a.txt", f"{PLAN}\n{ITEMS}\n{OFFICE}\n二０二五年四月十八日\n", {"date": "2025-04-18","issuer": OFFICE}),
    ("date cn 廿", "a.txt", f"{PLAN}\n{ITEMS}\n{OFFICE}\n二〇二五年四月二十八日\n", {"date": "2025-04-28","issuer": OFFICE}),
    ("date in brackets under title 印发", "a.txt", f"{PLAN}\n（{OFFICE}　2025年4月18日）\n{ITEMS}", {"date": "2025-04-18","issuer": OFFICE,"title": PLAN}),
    ("only month", "a.txt", f"{PLAN}\n{ITEMS}\n{OFFICE}\n2025年4月\n", {"date": None,"issuer": OFFICE,"title": PLAN}),
    ("three sign", "a.txt", f"云川区教育局 云川区财政局 云川区人力资源和社会保障局关于印发《2025年云川区校园餐工作方案》的通知\n云教〔2025〕11号\n各学校：\n现印发。\n云川区教育局  云川区财政局\n云川区人力资源和社会保障局\n2025年4月18日\n2025年云川区校园餐工作方案\n{ITEMS}", {"issuer": "云川区教育局","title": "2025年云川区校园餐工作方案","date": "2025-04-18","doc_no": "云教〔2025〕11号"}),
    ("nested plan in 《》 of city, own plan", "a.txt", f"{OFFICE}关于印发《云川区贯彻落实〈东禾市2025年政务公开工作要点〉任务分解表》的通知\n云府办〔2025〕9号\n各镇：\n现印发。\n{OFFICE}\n2025年4月18日\n云川区贯彻落实《东禾市2025年政务公开工作要点》任务分解表\n{ITEMS}", {"title": "云川区贯彻落实《东禾市2025年政务公开工作要点》任务分解表","year": 2025,"district": "云川区"}),
    ("nested, no plan title", "a.txt", f"{OFFICE}关于印发《云川区贯彻落实〈东禾市2025年政务公开工作要点〉任务分解表》的通知\n云府办〔2025〕9号\n各镇：\n现印发。\n{OFFICE}\n2025年4月18日\n{ITEMS}", {"title": "云川区贯彻落实〈东禾市2025年政务公开工作要点〉任务分解表","year": 2025}),
    ("letter 函 numbers", "a.txt", f"云川区人民政府办公室\n\n云府办函〔2025〕9号\n\n{OFFICE}关于分解落实\n2025年政府工作报告主要任务的通知\n\n各镇：\n现将任务分解如下：\n{ITEMS}{OFFICE}\n2025年4月18日\n", {"title": f"{OFFICE}关于分解落实2025年政府工作报告主要任务的通知","doc_no": "云府办函〔2025〕9号","year": 2025}),
    ("title 印发后括号征求意见稿", "a.txt", f"{PLAN}（征求意见稿）\n{ITEMS}", {"title": f"{PLAN}（征求意见稿）","year": 2025}),
    ("title aside on own line", "a.txt", f"{PLAN}\n（征求意见稿）\n{ITEMS}", {"title": f"{PLAN}（征求意见稿）","year": 2025}),
    ("title with subtitle", "a.txt", f"云川区“十五五”营商环境提升行动方案\n（2025—2027年）\n{ITEMS}{OFFICE}\n2025年5月1日\n", {"title": "云川区“十五五”营商环境提升行动方案（2025—2027年）","year": 2025}),
    ("title with 年 range", "a.txt", f"云川区促进民营经济发展三年行动计划（2024—2026年）2025年度任务清单\n{ITEMS}{OFFICE}\n2025年5月1日\n", {"title": "云川区促进民营经济发展三年行动计划（2024—2026年）2025年度任务清单","year": 2025}),
    ("year in title short", "a.txt", f"云川区2025年上半年重点工作安排\n{ITEMS}{OFFICE}\n2024年12月31日\n", {"title": "云川区2025年上半年重点工作安排","year": 2025,"date": "2024-12-31"}),
    ("four line title", "a.txt", f"云川区人民政府办公室关于\n印发《云川区进一步优化\n政务服务提升行政效能\n推动“高效办成一件事”\n2025年工作方案》的通知\n云府办〔2025〕9号\n各镇：\n现印发。\n{OFFICE}\n2025年4月18日\n云川区进一步优化\n政务服务提升行政效能\n推动“高效办成一件事”\n2025年工作方案\n{ITEMS}", {"title": "云川区进一步优化政务服务提升行政效能推动“高效办成一件事”2025年工作方案","issuer": OFFICE,"year": 2025,"date": "2025-04-18","doc_no": "云府办〔2025〕9号"}),
    ("title and subtitle after dash", "a.txt", f"凝心聚力 真抓实干\n——云川区2025年重点工作任务分解\n{ITEMS}{OFFICE}\n2025年4月18日\n", {"year": 2025,"issuer": OFFICE,"date": "2025-04-18","district": "云川区"}),
    ("Title with quotes", "a.txt", f"云川区“一网通办”改革2025年工作要点\n{ITEMS}", {"title": "云川区“一网通办”改革2025年工作要点","year": 2025,"district": "云川区","issuer": None}),
    ("report title", "a.txt", f"关于2025年云川区政府实事项目安排的报告\n{ITEMS}{OFFICE}\n2025年4月18日\n", {"title": "关于2025年云川区政府实事项目安排的报告","year": 2025,"district": "云川区"}),
    ("town without district", "a.txt", f"柳浦街道2025年“一网统管”工作计划\n{ITEMS}柳浦街道办事处\n2025年4月18日\n", {"title": "柳浦街道2025年“一网统管”工作计划","issuer": "柳浦街道办事处","town": "柳浦街道","district": None,"year": 2025}),
    ("township", "a.txt", f"石峪乡2025年森林防火工作方案\n石政发〔2025〕2号\n{ITEMS}云岫县石峪乡人民政府\n2025年1月8日\n", {"town": "石峪乡","district": "云岫县","issuer": "云岫县石峪乡人民政府","doc_no": "石政发〔2025〕2号"}),
    ("banner", "a.txt", f"乌素旗2025年乡村建设任务清单\n{ITEMS}乌素旗人民政府办公室\n2025年1月8日\n", {"district": "乌素旗","issuer": "乌素旗人民政府办公室"}),
    ("group office full", "a.txt", f"云川区推进数字化转型工作领导小组办公室\n关于印发《2025年云川区城市数字化转型重点工作安排》的通知\n云数转办〔2025〕1号\n各成员单位：\n现印发。\n云川区推进数字化转型工作领导小组办公室\n（代章）\n2025年3月2日\n2025年云川区城市数字化转型重点工作安排\n{ITEMS}", {"issuer": "云川区推进数字化转型工作领导小组办公室","doc_no": "云数转办〔2025〕1号","date": "2025-03-02","title": "2025年云川区城市数字化转型重点工作安排"}),
    ("party+gov with district abbreviation", "a.txt", f"中共云川区委办公室 云川区人民政府办公室\n关于印发《2025年云川区乡村振兴重点任务清单》的通知\n云委办发〔2025〕7号\n各镇党委、政府：\n现印发。\n中共云川区委办公室\n云川区人民政府办公室\n2025年3月2日\n2025年云川区乡村振兴重点任务清单\n{ITEMS}", {"issuer": "中共云川区委办公室","title": "2025年云川区乡村振兴重点任务清单","date": "2025-03-02","doc_no": "云委办发〔2025〕7号"}),
    ("meta: label value alternate lines", "a.txt", f"索 引 号\nYC-001\n发布机构\n{OFFICE}\n发文日期\n2025-04-18\n文号\n云府办〔2025〕9号\n{PLAN}\n{ITEMS}", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18","doc_no": "云府办〔2025〕9号"}),
    ("meta: 发布日期 only", "a.txt", f"{PLAN}\n发布日期：2025-04-22  来源：云川区人民政府网\n{ITEMS}", {"title": PLAN,"issuer": None,"date": None}),
    ("metadata 来源 office", "a.txt", f"{PLAN}\n来源：区政府办公室  时间：2025-04-22\n{ITEMS}", {"title": PLAN,"date": None}),
    ("issuer in metadata table short; letterhead full", "a.html", f"<html><body><table><tr><th>发文机关</th><td>云川区政府办公室</td><th>发文字号</th><td>云府办〔2025〕9号</td></tr><tr><th>标题</th><td>{OFFICE}关于印发《{PLAN}》的通知</td><th>成文日期</th><td>2025年04月18日</td></tr></table><h1>{OFFICE}关于印发《{PLAN}》的通知</h1><p>各镇：</p><p>现印发。</p><p>{OFFICE}</p><p>2025年4月18日</p><h2>{PLAN}</h2>{ROWS}</body></html>", {"title": PLAN,"issuer": OFFICE,"doc_no": "云府办〔2025〕9号","date": "2025-04-18"}),
    ("md heading levels", "a.md", f"# {OFFICE}关于印发{PLAN}的通知\n\n云府办〔2025〕9号\n\n各镇：\n\n现印发给你们。\n\n> {OFFICE}\n> 2025年4月18日\n\n## {PLAN}\n\n{ITEMS}", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18","doc_no": "云府办〔2025〕9号"}),
    ("md bold title", "a.md", f"**{PLAN}**\n\n*{OFFICE}*　　*2025年4月18日*\n\n{ITEMS}", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18"}),
    ("md right aligned html", "a.md", f"<h1 align=\"center\">{PLAN}</h1>\n\n{ITEMS}\n<p align=\"right\">{OFFICE}</p>\n<p align=\"right\">2025年4月18日</p>\n", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18"}),
    ("制定单位", "a.txt", f"{PLAN}\n制定单位：{OFFICE}    制定日期：2025年4月18日\n{ITEMS}", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18"}),
    ("印发时间 table", "a.txt", f"{PLAN}\n印发单位：{OFFICE}\n印发日期：2025年4月20日\n成文日期：2025年4月18日\n{ITEMS}", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18"}),
    ("Roman year 2025年度 without 年", "a.txt", f"云川区2025年度法治政府建设重点任务分工\n{ITEMS}", {"title": "云川区2025年度法治政府建设重点任务分工","year": 2025}),
    ("title ends 实施清单", "a.txt", f"澜江区2024年“为民办实事”项目实施清单\n{ITEMS}", {"title": "澜江区2024年“为民办实事”项目实施清单","year": 2024,"district": "澜江区"}),
    ("title ends 台账", "a.txt", f"澜江区2024年问题整改台账\n{BARE}", {"title": "澜江区2024年问题整改台账","year": 2024}),
    ("title ends 分工", "a.txt", f"澜江区人民政府2024年重点工作责任分工\n{BARE}澜江区人民政府\n2024年2月1日\n", {"title": "澜江区人民政府2024年重点工作责任分工","issuer": "澜江区人民政府","date": "2024-02-01"}),
    ("title ends 通知 w/o 印发", "a.txt", f"澜江区教育局关于2024年秋季学期重点工作任务的通知\n澜教办〔2024〕33号\n各中小学：\n为做好工作，现通知如下。\n{BARE}澜江区教育局\n2024年8月20日\n", {"title": "澜江区教育局关于2024年秋季学期重点工作任务的通知","issuer": "澜江区教育局","doc_no": "澜教办〔2024〕33号","year": 2024}),
    ("title ends 规划/工程/目标", "a.txt", f"澜江区2024年绿化造林工作目标责任书\n{BARE}澜江区林业局\n2024年2月1日\n", {"title": "澜江区2024年绿化造林工作目标责任书","issuer": "澜江区林业局"}),
    ("中心 office", "a.txt", f"澜江区城市运行管理中心2024年工作要点\n{BARE}澜江区城市运行管理中心\n2024年2月1日\n", {"issuer": "澜江区城市运行管理中心","title": "澜江区城市运行管理中心2024年工作要点"}),
    ("园区", "a.txt", f"澜江高新技术产业开发区2024年政务公开工作计划\n澜高管办〔2024〕5号\n{BARE}澜江高新技术产业开发区管理委员会办公室\n2024年2月1日\n", {"issuer": "澜江高新技术产业开发区管理委员会办公室","doc_no": "澜高管办〔2024〕5号","date": "2024-02-01"}),
    ("分局", "a.txt", f"东禾市公安局云川分局2024年警务公开工作方案\n东公云办〔2024〕5号\n{BARE}东禾市公安局云川分局\n2024年2月1日\n", {"issuer": "东禾市公安局云川分局","doc_no": "东公云办〔2024〕5号","title": "东禾市公安局云川分局2024年警务公开工作方案"}),
    ("number glued to the notice", "a.txt", f"首页 > 政务公开\n云府办〔2025〕9号关于印发2025年云川区重要工作责任分工的通知\n分享\n各镇：\n现印发。\n{OFFICE}\n2025年4月18日\n2025年云川区重要工作责任分工\n{ITEMS}", {"title": "2025年云川区重要工作责任分工","doc_no": "云府办〔2025〕9号","issuer": OFFICE,"date": "2025-04-18"}),
    ("inner 《》 in title", "a.txt", f"区人民政府办公室关于印发2025年区《政府工作报告》确定的重点工作责任分解方案的通知\n云政办〔2025〕1号\n各街道：\n现印发。\n{OFFICE}\n2025年1月18日\n2025年区《政府工作报告》确定的重点工作责任分解方案\n{ITEMS}", {"title": "2025年区《政府工作报告》确定的重点工作责任分解方案","issuer": OFFICE,"district": "云川区","year": 2025}),
    ("文号：无", "a.html", f"<html><body><table><tr><td>索引号</td><td>X1</td><td>文 号</td><td>无</td></tr><tr><td>发文单位</td><td>{OFFICE}</td><td>发文日期</td><td>2025年02月22日</td></tr></table><h1>{PLAN}</h1>{ROWS}</body></html>", {"doc_no": None,"issuer": OFFICE,"date": "2025-02-22","title": PLAN}),
    ("label with empty neighbour", "a.txt", f"索  引  号 x/2025-1 公开方式 主动公开\n发布机构 {OFFICE} 组配分类 云政发\n成文日期 2025-02-10 废止日期\n有效性 有效\n{PLAN}\n{ITEMS}", {"title": PLAN,"issuer": OFFICE,"date": "2025-02-10"}),
    ("issuer without place in metadata, title w/ place", "a.html", f"<html><body><h1>区人民政府办公室关于印发{PLAN}的通知</h1><p>2025-01-05 10:00　区人民政府办公室</p><p>索 引 号 MB1　发文日期 2025-01-03</p><p>发布机构 区人民政府办公室　文 号 云政办〔2025〕1号</p><p>各街道：</p><p>现印发。</p><p>{OFFICE}</p><p>2025年1月3日</p><h2>{PLAN}</h2>{ROWS}</body></html>", {"title": PLAN,"issuer": OFFICE,"date": "2025-01-03","doc_no": "云政办〔2025〕1号","district": "云川区"}),
    ("labels on own lines below values with colon", "a.txt", f"索引号:\n\n6107/2025\n\n发文机构:\n\n{OFFICE}\n\n发文字号:\n\n云政发〔2025〕7号\n\n发文日期:\n\n2025年04月06日 16:40\n\n{PLAN}\n{ITEMS}", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-06","doc_no": "云政发〔2025〕7号"}),
    ("three offices notice", "a.txt", f"东禾市发展和改革委员会 东禾市民政局 关于印发东禾市社区服务设施建设实施方案的通知\n东发改〔2024〕8号\n各区（市）县政府：\n现印发。\n东禾市发展和改革委员会\n东禾市民政局\n2024年8月7日\n东禾市社区服务设施建设实施方案\n{ITEMS}", {"title": "东禾市社区服务设施建设实施方案","issuer": "东禾市发展和改革委员会","district": None,"doc_no": "东发改〔2024〕8号"}),
    ("plan of a zone in a city", "a.txt", f"东禾经开区管委会关于印发《东禾经开区2024年优化营商环境行动方案》的通知\n东经管〔2024〕8号\n各部门：\n现印发。\n东禾经济技术开发区管理委员会\n2024年8月7日\n东禾经开区2024年优化营商环境行动方案\n{ITEMS}", {"title": "东禾经开区2024年优化营商环境行动方案","issuer": "东禾经济技术开发区管理委员会","doc_no": "东经管〔2024〕8号"}),
    ("附件 heading with number above and title below over 2 lines", "a.txt", f"{OFFICE}关于印发《云川区2025年民生实事项目实施方案》的通知\n云府办〔2025〕9号\n各镇：\n现印发。\n附件：云川区2025年民生实事项目责任分解表\n{OFFICE}\n2025年4月18日\n\n云川区2025年民生实事项目\n实施方案\n{ITEMS}", {"title": "云川区2025年民生实事项目实施方案","date": "2025-04-18"}),
    ("annex heading longer than the notice's name", "a.md", f"# {OFFICE}关于印发2025年重点任务清单的通知\n\n云府办〔2025〕3号\n\n各街道：\n\n一、提高认识。各街道要认真落实。\n\n二、加强督查。区政府办公室每季度通报。\n\n{OFFICE}\n\n2025年3月1日\n\n附件\n\n云川区2025年重点任务清单\n\n| 序号 | 任务 | 责任单位 |\n|---|---|---|\n| 1 | 建成公园 | 区绿化局 |\n| 2 | 清淤河道 | 区水务局 |\n", {"title": "云川区2025年重点任务清单","issuer": OFFICE}),
    ("docx-like letterhead with star", "a.txt", f"云川区民政局文件\n\n云民发〔2025〕12号★\n\n云川区民政局关于印发\n《2025年云川区养老服务工作要点》的通知\n各镇：\n现印发。\n云川区民政局\n2025年4月18日\n2025年云川区养老服务工作要点\n{ITEMS}", {"title": "2025年云川区养老服务工作要点","doc_no": "云民发〔2025〕12号"}),
    ("number of the party committee", "a.txt", f"中共石桥镇委员会\n石委〔2025〕12号\n\n关于印发《石桥镇2025年党务公开工作要点》的通知\n各村：\n现印发。\n中共石桥镇委员会\n2025年4月18日\n石桥镇2025年党务公开工作要点\n{ITEMS}", {"title": "石桥镇2025年党务公开工作要点","doc_no": "石委〔2025〕12号","issuer": "中共石桥镇委员会","town": "石桥镇","district": None}),
    ("date in words above signature", "a.txt", f"{PLAN}\n{ITEMS}\n特此通知。\n\n{OFFICE}\n二〇二五年四月十八日\n（此件公开发布）\n（联系人：王某；联系电话：0000-1234567）\n", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18"}),
    ("signed twice: notice and plan", "a.txt", f"{OFFICE}关于印发{PLAN}的通知\n各镇：\n现印发。\n{OFFICE}\n2025年4月18日\n{PLAN}\n（2025年4月）\n{ITEMS}", {"title": f"{PLAN}","date": "2025-04-18"}),
    ("plan year and month aside", "a.txt", f"{PLAN}\n（2025年4月18日印发）\n{ITEMS}", {"title": PLAN,"date": None}),
    ("title repeated by page", "a.html", f"<html><head><title>{PLAN} - 云川区人民政府</title></head><body><h1>{PLAN}</h1><div class='info'>发布时间：2025-04-22 来源：区府办</div><p style='text-align:center'>{PLAN}</p>{ROWS}<p>{OFFICE}</p><p>2025年4月18日</p></body></html>", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18"}),
    ("meta labels 有效性 etc in dl", "a.html", f"<html><body><div class='xxgk'><span>索引号：</span><em>YC1</em><span>发文机关：</span><em>{OFFICE}</em><span>成文日期：</span><em>2025-04-18</em><span>标题：</span><em>{OFFICE}关于印发{PLAN}的通知</em><span>发文字号：</span><em>云府办〔2025〕9号</em><span>发布日期：</span><em>2025-04-22</em></div><p>各镇：</p><p>现印发。</p><p>{PLAN}</p>{ROWS}</body></html>", {"title": PLAN,"issuer": OFFICE,"date": "2025-04-18","doc_no": "云府办〔2025〕9号"}),
    ("quality: 云川区教育局办公室", "a.txt", f"云川区教育局办公室关于印发2025年教育工作要点的通知\n云教办〔2025〕1号\n各学校：\n现印发。\n云川区教育局办公室\n2025年2月8日\n云川区教育局2025年教育工作要点\n{ITEMS}", {"title": "云川区教育局2025年教育工作要点","issuer": "云川区教育局办公室","district": "云川区"}),
    ("street of known city w/o district in title", "a.txt", f"中共云川区望江街道工作委员会\n云川区人民政府望江街道办事处\n关于印发《望江街道2025年重点工作责任清单》的通知\n望工委〔2025〕3号\n各社区：\n现印发。\n中共云川区望江街道工作委员会\n云川区人民政府望江街道办事处\n2025年2月8日\n望江街道2025年重点工作责任清单\n{ITEMS}", {"title": "望江街道2025年重点工作责任清单","issuer": "中共云川区望江街道工作委员会","district": "云川区","town": "望江街道","doc_no": "望工委〔2025〕3号"}),
    ("自治州县", "a.txt", f"凉岭彝族自治州青山县2025年乡村振兴任务清单\n{ITEMS}青山县人民政府办公室\n2025年2月8日\n", {"district": "青山县","city": "凉岭彝族自治州"}),
    ("新区", "a.txt", f"临海新区2025年政务公开工作要点\n{ITEMS}临海新区管理委员会办公室\n2025年2月8日\n", {"issuer": "临海新区管理委员会办公室"}),
    ("省市县 full", "a.txt", f"青东省东禾市云岫县人民政府关于印发云岫县2025年重点工作任务分解的通知\n岫政发〔2025〕1号\n各乡镇：\n现印发。\n云岫县人民政府\n2025年2月8日\n云岫县2025年重点工作任务分解\n{ITEMS}", {"title": "云岫县2025年重点工作任务分解","issuer": "青东省东禾市云岫县人民政府","province": "青东省","city": "东禾市","district": "云岫县"}),
]


@pytest.mark.parametrize(("name", "file", "text", "want"), CASES, ids=[c[0] for c in CASES])
def test_head(read_text: Callable[..., Extraction], name: str, file: str, text: str, want: dict[str, object]) -> None:
    extraction = read_text(text, file)
    assert len(extraction.tasks) >= 2
    have = {key: getattr(extraction.document, key) for key in want}
    have |= {"date": extraction.document.date.isoformat() if extraction.document.date else None} if "date" in want else {}
    assert have == want
