"""The only module that knows pyvis: it collects nodes and edges and fills our template with them.

pyvis's own template is not used: it calls the internet and runs script from headings and options. Ours inlines the
vis-network file that lies in the pyvis wheel, carries all data as inert JSON and forbids the network by a
Content-Security-Policy with the hashes of its own scripts and styles.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache

from graph.errors import StopRun
from viz.drawing import Drawing
from viz.spec import Host

TEMPLATES = Path(__file__).parent / "templates"
TEMPLATE = "page.html.j2"
# In this order, as one script: what a file uses stands in a file before it.
SCRIPTS = (
    "base.js", "model.js", "state.js", "marks.js", "figures.js", "table.js", "tables.js", "loads.js", "quote.js", "panel.js", "filters.js",
    "labels.js", "pen.js", "drawing.js", "offline.js", "combobox.js", "search.js", "export.js", "keys.js", "address.js", "main.js",
)  # fmt: skip


class _Compiled(BytecodeCache):
    """Templates are compiled once in a process: pyvis makes an environment of its own for every page."""

    def __init__(self) -> None:
        self._codes: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code, where the template was compiled before and is still the same."""
        bucket.code = self._codes.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        if bucket.code is not None:
            self._codes[bucket.key + bucket.checksum] = bucket.code


COMPILED = _Compiled()


def render(drawing: Drawing, payload: Mapping[str, Any], shell: Mapping[str, Any], host: Host | None = None) -> str:
    """The page as one HTML text, which holds its scripts and styles unless a `host` serves them.

    `payload` is the data for the script; `shell` are the variables that the template prints itself (title, lang,
    heading, rows for readers without script …). Raises StopRun when the pyvis wheel lacks its vis-network file.
    """
    from pyvis.network import Network  # takes a second to import, and only pages need it

    network = Network(directed=True, cdn_resources="in_line", height="100%", width="100%")
    network.set_template_dir(str(TEMPLATES), TEMPLATE)
    environment = network.templateEnv
    environment.bytecode_cache = COMPILED
    environment.autoescape = True
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters["inert"] = inert
    styles, library, script = style_text(), vis_text(), script_text()
    environment.globals.update(
        shell=shell, payload=payload, arcs=drawing.arcs, styles=styles, library=library, script=script, host=host,
        policy=policy([library, script], [styles]),
    )  # fmt: skip
    for node in drawing.nodes:
        network.add_node(node["id"], shape="custom", group=node["kind"], **{k: v for k, v in node.items() if k != "id"})
    for edge in drawing.edges:
        network.add_edge(edge["source"], edge["target"], **{k: v for k, v in edge.items() if k not in ("source", "target")})
    network.set_options(json.dumps({"physics": {"enabled": False}}))
    html: str = network.generate_html()
    return html


def prepare() -> None:
    """Load what the first page would wait for: pyvis takes a second or two."""
    from pyvis.network import Network

    Network(directed=True, cdn_resources="in_line")
    vis_text()


def inert(value: object) -> Any:
    """JSON that an HTML parser cannot mistake for markup, whatever the strings in it say."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def policy(scripts: list[str], styles: list[str]) -> str:
    """A policy that lets exactly these inline scripts and styles run, and nothing reach the network."""
    script_src = " ".join(_hash(text) for text in scripts)
    style_src = " ".join(_hash(text) for text in styles)
    return (
        f"default-src 'none'; script-src {script_src}; style-src {style_src}; img-src data: blob:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=16)  # the same few scripts and styles for every page
def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"


@lru_cache(maxsize=1)
def vis_text() -> str:
    """The newest vis-network script in the pyvis wheel, without its pointer to a source map (a browser would fetch it).

    Its style sheet is left out: it dresses buttons, tooltips and a timeline that our pages do not use.
    """
    folder = Path(str(resources.files("pyvis")))
    found = sorted(folder.glob("**/vis-*/vis-network.min.js"), key=_version)
    if not found:
        raise StopRun("pyvis 的安装里没有 vis-network.min.js", hint="重新安装：pip install --force-reinstall 'pyvis>=0.3.2,<0.4'")
    text = found[-1].read_text(encoding="utf-8")
    return _safe(re.sub(r"(?m)^//# sourceMappingURL=.*$", "", text))


def _version(path: Path) -> tuple[tuple[int, ...], str]:
    return tuple(int(part) for part in re.findall(r"\d+", path.parent.name)), str(path)


@lru_cache(maxsize=4)
def script_text(names: tuple[str, ...] = SCRIPTS) -> str:
    """Script files as one, so that nothing of them is visible outside."""
    parts = [(TEMPLATES / name).read_text(encoding="utf-8") for name in names]
    return _safe('"use strict";(function(){\n' + "\n".join(parts) + "\n})();")


@lru_cache(maxsize=1)
def style_text() -> str:
    """Our style sheet."""
    return _safe((TEMPLATES / "page.css").read_text(encoding="utf-8"))


def _safe(text: str) -> str:
    """A script or style that may stand between its tags; raises StopRun for one that would end its own element."""
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise StopRun("页面脚本里有会提前结束标签的文字", hint="检查 viz/templates 和 pyvis 安装是否被改动")
    # HTML parsers turn CR LF into LF before the hash is taken.
    return text.replace("\r\n", "\n").replace("\r", "\n")
