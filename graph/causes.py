"""Why the system refuses a file, in words of an office."""

from __future__ import annotations

import errno

_CAUSES = {
    errno.EACCES: "没有读取权限", errno.EPERM: "没有读取权限", errno.ENOENT: "没有这个文件", errno.ELOOP: "链接绕成了圈",
    errno.ENAMETOOLONG: "名称过长", errno.EIO: "磁盘读取出错", errno.EISDIR: "这是文件夹",
}  # fmt: skip


def cause(error: OSError) -> str:
    """Why the system refuses, in words of an office."""
    return _CAUSES.get(error.errno or 0, f"系统错误 {error.errno}")
