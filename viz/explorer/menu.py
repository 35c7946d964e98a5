"""The menu above every page: names of pages, in order, with the words for them by language."""

from __future__ import annotations

from collections.abc import Mapping

MENU: Mapping[str, Mapping[str, str]] = {
    "units": {"zh": "单位", "en": "Units"},
    "themes": {"zh": "主题", "en": "Themes"},
    "overload": {"zh": "任务量", "en": "Workload"},
    "due": {"zh": "时限", "en": "Deadlines"},
    "unsettled": {"zh": "待明确", "en": "Not settled"},
    "compare": {"zh": "对比", "en": "Compare"},
    "graph": {"zh": "关系图", "en": "Graph"},
    "documents": {"zh": "文件", "en": "Documents"},
    "ask": {"zh": "提问", "en": "Ask"},
}
