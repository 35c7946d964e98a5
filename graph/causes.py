"""Why the system refuses a file, in words of an office."""

from __future__ import annotations

import errno

_CAUSES = {
    errno.EACCES: "没有读取权限", errno.EPERM: "没有读取权限", errno.ENOENT: "没有这个文件", errno.ELOOP: "链接绕成了圈",
    errno.ENAMETOOLONG: "名称过长", errno.EIO: "磁盘读取出错", errno.EISDIR: "这是文件夹", errno.EADDRINUSE: "端口正被使用", errno.EADDRNOTAVAIL: "这台机器没有这个地址",
}  # fmt: skip
_WRITING = {
    errno.EACCES: "没有写入权限", errno.EPERM: "没有写入权限", errno.ENOENT: "没有这个文件夹", errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "同名的已经存在", errno.ENOSPC: "磁盘已满", errno.EROFS: "磁盘只能读", errno.EBUSY: "文件正被使用",
}  # fmt: skip


def cause(error: OSError, *, writing: bool = False) -> str:
    """Why the system refuses to read a file, or to write it, in words of an office."""
    if writing and error.errno in _WRITING:
        return _WRITING[error.errno]
    return _CAUSES.get(error.errno or 0, f"系统错误 {error.errno}")
