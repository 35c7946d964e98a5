"""An invented district as answers: 云川区, two years, thirty tasks. `Sample` answers what pages ask, in the format of the queries."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import Any

Row = dict[str, Any]
STREETS = ("青石街道", "柳浦街道", "望河街道", "东桥镇", "白塘镇", "枫林镇")
GROUPS = {"各街镇": STREETS, "区政府各部门": None}  # None: every department
KINDS = {**dict.fromkeys(STREETS[:3], "street"), **dict.fromkeys(STREETS[3:], "town"), "区融媒体中心": "center", "云川工业园区": "park",
         "各街镇": "collective", "区政府各部门": "collective", "相关街镇": "collective", "区政府办公室": "office"}  # fmt: skip
ALIASES = {"区教育局": ["区教委"], "区卫生健康委": ["区卫健委"], "区政府办公室": ["区府办"], "区发展改革委": ["区发改委"]}
DOCUMENTS = {
    "yunchuan-2025": {"title": "云川区2025年政务公开工作要点", "doc_no": "云府办〔2025〕9号", "date": "2025-04-18", "year": 2025},
    "yunchuan-2024": {"title": "云川区2024年政务公开工作要点", "doc_no": "云府办〔2024〕11号", "date": "2024-05-06", "year": 2024},
}

# number | title | content | lead | responsible | cooperate | deadline as printed | day | kind | themes | page
TASKS_2025 = """
1|决策目录|编制本年度重大行政决策事项目录，报区政府批准后公布，未列入的说明理由。|区司法局|区政府各部门||4月底前|2025-04-30|point|重大行政决策|1
2|决策草案公开|涉及群众切身利益的决策草案，公开征求意见不少于三十日，并反馈采纳情况。||区政府各部门|区司法局|全年|2025-12-31|year|重大行政决策、公众参与|1
3|会议开放|邀请市民代表列席区政府常务会议，全年不少于四次。|区政府办公室|区司法局、区民政局||每季度||recurring|公众参与|1
4|政策同步解读|以区政府名义印发的文件与解读材料同步起草、同步报送、同步发布。|区政府办公室|区政府各部门|||||政策解读|2
5|入学政策一图读懂|会同各街镇制作入学、转学、课后服务三类问答图解，在政务新媒体集中发布。|区教育局||各街镇|8月中旬前|2025-08-20|point|政策解读、教育|2
6|医保政策进社区|在社区开展医保与长护险政策现场说明。|区医保局|区卫生健康委|各街镇|9月底前|2025-09-30|point|政策解读、卫生健康|2
7|招生信息专栏|统一公开学区划分、招生计划、录取结果与咨询电话，形成可检索的历年档案。|区教育局|||9月30日前|2025-09-30|point|教育|2
8|校外培训监管信息|公布证照齐全的校外培训机构名单和预收费监管情况，每月更新。|区教育局|区市场监管局|区文化旅游局|每月||recurring|市场监管、教育|3
9|惠企政策推送|梳理惠企政策条目并打上标签，按企业画像推送到一企一档。|区数据局|区发展改革委、区经济委||6月底前|2025-06-30|point|政策推送、营商环境|3
10|涉企检查公开|公布涉企行政检查的依据、频次和结果。|区司法局|区市场监管局、区应急局||7月底前|2025-07-31|point|行政执法、营商环境|3
11|稳岗扩就业信息|集中公开稳岗返还、职业培训补贴的条件、标准和办理渠道。||区人力资源社会保障局|各街镇|全年|2025-12-31|year|就业|3
12|开学政策直播答疑|组织教育、卫生健康主管部门开展线上答疑，整理问答入库。|区教育局|区融媒体中心|区卫生健康委|8月25日前|2025-08-25|point|政策咨询与知识库、教育|3
13|养老托育地图|更新养老、托育服务设施地图，标注床位、收费和电话。|区民政局|区卫生健康委|各街镇|10月底前|2025-10-31|point|养老托育与社会保障|4
14|旧住房改造进展|逐季公开旧住房改造项目的进度、资金与验收情况。||区住房城建委|相关街镇|每季度||recurring|住房与城市更新|4
15|空气和水质信息|按日公开空气质量，按月公开地表水断面水质。||区生态环境局||全年|2025-12-31|year|生态环境与碳达峰|4
16|防汛预警发布|汛期预警信息在十五分钟内同步到村居。|区应急局|区水务局、各街镇||汛期||trigger|风险与应急|4
17|预决算公开|部门预决算在批复后二十日内公开，细化到经济分类款级。|区财政局|区政府各部门||批复后二十日内||trigger|财政与审计|4
18|开放活动进校园|在政府开放月期间组织不少于两场面向家长的开放活动。|区政府办公室|区教育局||8月31日前|2025-08-31|point|政府开放活动、教育|5
19|政府开放月|围绕城市更新、公共服务两个主题组织开放活动。|区政府办公室|各街镇、区住房城建委||8月|2025-08-31|window|政府开放活动|5
20|政务公开专区|每个街镇至少建成一处政务公开专区，配备自助查阅设备。||各街镇|区政府办公室|11月底前|2025-11-30|point|政务公开专区|5
21|重大决策报送|按时报送本单位年度决策事项执行情况。||区教育局、区卫生健康委、区住房城建委||10月31日前|2025-10-31|point|重大行政决策|5
22|公开标准目录|修订教育、卫生健康、养老等领域的公开标准目录。||区教育局、区卫生健康委、区民政局|区司法局|5月底前|2025-05-31|point|公开标准目录与标准化|5
23|公共服务办事指引|更新办事指引中的学籍、资助和证明事项，做到线上线下一致。|区数据局|区政府各部门|区教育局|全年|2025-12-31|year|公共服务与办事指引|6
24|学校信息公开|指导公办学校公开收费、膳食和安全信息，年底前完成一轮抽查。||区教育局||年底前|2025-12-31|window|公共服务与办事指引、教育|6
25|依申请公开会商|疑难申请在答复前与区司法局会商，留存记录。||区教育局、区住房城建委|区司法局||||依申请公开|6
26|食品安全抽检|按周公布食品安全监督抽检结果。||区市场监管局||每周||recurring|市场监管|6
27|公共数据开放|新增开放数据集不少于三十个，其中交通、教育各不少于五个。|区数据局|区交通委、区教育局||12月底前|2025-12-31|point|数据开放与数字赋能|6
28|政务新媒体清理|清理长期不更新的账号，逐一登记去向。||||3月底前|2025-03-31|point|政府网站与政务新媒体|7
29|业务培训|举办两期政务公开业务培训，覆盖全部承办人员。|区政府办公室|||11月|2025-11-30|window|培训|7
30|考核评估|开展年度考核与第三方评估，结果纳入绩效。|区政府办公室||区政府各部门|12月|2025-12-31|window|考核评估|7
"""
TASKS_2024 = """
1|招生政策解读|以问答和短视频形式解读招生政策。|区教育局|区融媒体中心||7月底前|2024-07-31|point|政策解读、教育|1
2|学校开放日|组织学校开放日活动。||区教育局|各街镇|10月|2024-10-31|window|政府开放活动|1
3|预决算公开|部门预决算按时公开。|区财政局|区政府各部门||全年|2024-12-31|year|财政与审计|2
4|决策目录|公布重大行政决策目录。|区司法局|||4月底前|2024-04-30|point|重大行政决策|2
"""
ROLES = (("LEAD", "牵头单位"), ("RESPONSIBLE", "责任单位"), ("COOPERATE", "配合单位"))


class Sample:
    """A source of rows, as `viz.source.Source`. `rename` replaces names everywhere, for tests with hostile ones."""

    lang = "zh"

    def __init__(self, rename: dict[str, str] | None = None) -> None:
        self.rename = rename or {}
        self.task_rows: list[Row] = []
        self.duty_rows: list[Row] = []
        for year, table in ((2025, TASKS_2025), (2024, TASKS_2024)):
            for ordinal, line in enumerate(table.strip().splitlines()):
                self._add(year, ordinal, line.split("|"))

    def _name(self, text: str) -> str:
        for old, new in self.rename.items():
            text = text.replace(old, new)
        return text

    def _add(self, year: int, ordinal: int, cells: list[str]) -> None:
        number, title, content, *who, due_text, due, kind, themes, page = cells
        task = {
            "task": f"task:{year}:{number}", "district": "云川区", "town": None, "year": year, "document": f"yunchuan-{year}", "part": "body",
            "number": number, "item": number, "title": self._name(title), "content": self._name(content), "section": [], "due": due or None,
            "due_text": due_text or None, "due_kind": kind or None, "themes": [self._name(theme) for theme in themes.split("、")], "page": int(page),
            "ordinal": ordinal, "document_id": f"doc:{year}", "span_start": 100 * ordinal, "span_end": 100 * ordinal + 90,
        }  # fmt: skip
        self.task_rows.append(task)
        seen = set()
        for (role, word), names in zip(ROLES, who, strict=True):
            quote = self._name(f"{word}：{names}")
            for position, unit in enumerate(name for name in names.split("、") if name):
                if unit in seen:
                    continue
                seen.add(unit)
                source = {"part": "body", "number": number, "page": int(page), "role": role, "quote": quote}
                self.duty_rows.append(
                    {**task, "unit": self._name(unit), "mention": self._name(unit), "role": role, "reach": "direct", "via": None, "quote": quote,
                     "sources": [source], "kind": self.kind(unit), "position": position, "basis": "bracket", "unit_id": f"unit:{unit}"}
                )  # fmt: skip

    @staticmethod
    def kind(unit: str) -> str:
        return KINDS.get(unit, "department")

    def members(self) -> dict[str, list[str]]:
        departments = sorted({row["unit_id"][5:] for row in self.duty_rows if row["kind"] == "department"})
        return {"各街镇": list(STREETS), "区政府各部门": departments}

    def printed(self, districts: list[str], years: list[int], theme: str = "") -> list[Row]:
        return [row for row in self.duty_rows if _in(row, districts, years, theme)]

    def tasks(self, districts: list[str], years: list[int], theme: str = "") -> list[Row]:
        return [row for row in self.task_rows if _in(row, districts, years, theme)]

    def ask(self, name: str, **params: Any) -> Row:
        years = list(params.get("year") or ())
        return {"query": name, "notes": [], **getattr(self, f"ask_{name}")(params, years)}

    def reached(self, unit: str, years: list[int]) -> list[Row]:
        """Duty rows of a unit: direct, through its collectives, and possible ones."""
        rows = {row["task"]: row for row in self.duty_rows if row["unit_id"] == f"unit:{unit}" and _in(row, [], years)}
        for group, members in self.members().items():
            for row in self.duty_rows:
                if row["unit_id"] == f"unit:{group}" and unit in members and _in(row, [], years):
                    rows.setdefault(row["task"], {**row, "unit": self._name(unit), "reach": "collective", "via": self._name(group)})
        for row in self.duty_rows:
            if row["unit_id"] == "unit:相关街镇" and unit in STREETS and _in(row, [], years):
                rows.setdefault(row["task"], {**row, "unit": self._name(unit), "reach": "possible", "via": self._name("相关街镇")})
        return [{**row, "kind": None} for row in rows.values()]

    def ask_obligations(self, params: Row, years: list[int]) -> Row:
        rows = self.reached(params["unit"], years)
        notes = [f"云川区·{params['unit']}：共 {len(rows)} 项。"]
        return {"rows": rows, "account": [{"district": "云川区", "unit": self._name(params["unit"]), "document": stem} for stem in DOCUMENTS], "notes": notes}

    def ask_overload(self, params: Row, years: list[int]) -> Row:
        rows = []
        for year in (2025, 2024):
            if years and year not in years:
                continue
            units = sorted({row["unit_id"][5:] for row in self.duty_rows if row["kind"] != "collective" and row["year"] == year} | set(STREETS))
            found = [self._load(unit, year) for unit in units]
            for row in found:
                peers = [other["direct"] for other in found if other["kind"] == row["kind"]]
                middle = median(peers)
                rank = 1 + sum(other > row["direct"] for other in peers)
                row |= {"peers": len(peers), "peer_median": middle, "ratio": round(row["direct"] / max(middle, 1), 2), "score": None, "rank": rank,
                        "flag": row["direct"] >= 2 * max(middle, 1) and row["direct"] > 4 and row["kind"] == "department"}  # fmt: skip
                row["reason"] = f"直接任务 {row['direct']} 项，是云川区{len(peers)}个部门中位数（{middle:g}项）的 {row['score']} 倍，排第 {rank}"
            rows += found
        return {"rows": sorted(rows, key=lambda row: (-row["ratio"], row["unit"])), "notes": ["倍数 = 直接任务 ÷ 同区、同年、同类单位的中位数。"]}

    def _load(self, unit: str, year: int) -> Row:
        rows = self.reached(unit, [year])
        roles = Counter(row["role"] for row in rows if row["reach"] == "direct")
        return {"district": "云川区", "town": None, "year": year, "unit": self._name(unit), "kind": self.kind(unit), "lead": roles["LEAD"],
                "responsible": roles["RESPONSIBLE"], "cooperate": roles["COOPERATE"], "direct": sum(roles.values()),
                "inherited": sum(row["reach"] == "collective" for row in rows), "possible": sum(row["reach"] == "possible" for row in rows)}  # fmt: skip

    def ask_units(self, params: Row, years: list[int]) -> Row:
        names = sorted({row["unit_id"][5:] for row in self.duty_rows})
        return {"rows": [{"district": "云川区", "town": None, "unit": self._name(name), "kind": self.kind(name), "aliases": ALIASES.get(name, []),
                          "functions": [], "initials": None} for name in names]}  # fmt: skip

    def ask_documents(self, params: Row, years: list[int]) -> Row:
        doubt = {"code": "due-differs", "message": "附件同项的时限写“9月1日前”", "span": [410, 420]}
        return {"rows": [{"id": f"doc:{record['year']}", "document": stem, "district": "云川区", "town": None, "completeness": "body",
                          "doubtful": [doubt] if record["year"] == 2025 else [], **record} for stem, record in DOCUMENTS.items()]}  # fmt: skip

    def ask_owners(self, params: Row, years: list[int]) -> Row:
        themes = {theme for row in self.task_rows for theme in row["themes"]}
        own = [row for row in self.task_rows if params["about"] in row["themes"]]
        bare = [{name: row[name] for name in ("task", "document", "number")} for row in own[:1]]
        return {"rows": [], "notes": ["共几项。"], "counts": ["共几项。"], "theme": params["about"] if params["about"] in themes else None, "no_lead": [], "unassigned": bare}

    def ask_themes(self, params: Row, years: list[int]) -> Row:
        return {"rows": [{"theme": theme} for theme in sorted({theme for row in self.task_rows for theme in row["themes"]})]}


def _in(row: Row, districts: list[str], years: list[int], theme: str = "") -> bool:
    return (not districts or row["district"] in districts) and (not years or row["year"] in years) and (not theme or theme in row["themes"])
