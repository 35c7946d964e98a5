"""What can go wrong with a Neo4j server, as one clear line with the next step."""

from __future__ import annotations

from neo4j.exceptions import (
    AuthError,
    CertificateConfigurationError,
    ConfigurationError,
    DriverError,
    Forbidden,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
    UnsupportedServerProduct,
)

from graph.errors import StoreError
from graph.store.neo4j_address import PASSWORD_VARIABLE, USER_VARIABLE, Target

OLDEST = (5, 0)  # COUNT { … } and label expressions came with it
# What drivers and servers raise, and what Python raises for a parameter that Bolt cannot carry.
FAULTS = (DriverError, Neo4jError, ValueError, OverflowError)

_TIMEOUTS = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    "Neo.ClientError.Transaction.LockClientStopped",
)
_NO_DATABASE = ("Neo.ClientError.Database.DatabaseNotFound", "Neo.TransientError.Database.DatabaseUnavailable")
_START = "请确认服务器已启动、主机和端口写对（docker compose up -d，或 make neo4j）"
_AGAIN = "请在服务器恢复后再次运行同一条命令：已读入的文件不会重复"


def may_retry(error: BaseException) -> bool:
    """Whether the same work may succeed in a new transaction."""
    return isinstance(error, DriverError | Neo4jError) and error.is_retryable()


def unsupported(target: Target, found: str) -> StoreError:
    """The server is too old or no Neo4j; `found` is what it says of itself."""
    needed = ".".join(map(str, OLDEST))
    return StoreError(f"{target.shown} 的服务器版本不受支持：{found}", hint=f"需要 Neo4j {needed} 或更新的版本，建议 5.26")


def store_error(error: Exception, target: Target, seconds: float | None = None) -> StoreError:
    """Say what `error` means; `seconds` is the time that the statement had, None for one without a limit."""
    for kinds, explain in _KINDS:
        if isinstance(error, kinds):
            return explain(error, target)
    code = error.code if isinstance(error, Neo4jError) else None
    if code in _TIMEOUTS:
        limit = f"超过 {seconds:g} 秒" if seconds is not None else "等待太久"
        return StoreError(f"查询{limit}，已停止", hint="请缩小范围（区、年份、单位）后再试")
    if code in _NO_DATABASE:
        name = target.database or "默认数据库"
        hint = "请检查地址最后的数据库名（可在 Neo4j 里用 SHOW DATABASES 查看）；社区版只有 neo4j 一个数据库"
        return StoreError(f"Neo4j 服务器上没有可用的数据库 {name}", hint=hint)
    if code == "Neo.ClientError.Statement.AccessMode":
        return StoreError("图库是只读打开的，不能写入", hint="查询语句只能读；写入请用 zeren ingest")
    if isinstance(error, TransientError):
        return StoreError(f"Neo4j 暂时不能完成：{_one_line(error)}", hint="请稍后再试")
    hint = "请检查语句中的标签、属性和参数；图谱结构见 graph/schema.yaml"
    return StoreError(f"图库执行语句失败：{_one_line(error)}", hint=hint)


def lost(target: Target) -> StoreError:
    """A connection that was there is gone, and did not come back."""
    return StoreError(f"与 Neo4j 的连接断开：{target.shown}", hint=_AGAIN)


def _unreachable(error: Exception, target: Target) -> StoreError:
    return StoreError(f"连不上 Neo4j：{target.shown}（{_one_line(error)}）", hint=_START)


def _refused(error: Exception, target: Target) -> StoreError:
    if isinstance(error, Forbidden):
        return StoreError(f"Neo4j 用户 {target.user} 没有权限：{_one_line(error)}", hint="请换一个能读写此数据库的用户")
    if target.password is None:
        return StoreError(
            f"Neo4j 需要密码：{target.shown}",
            hint=f"请设置环境变量 {PASSWORD_VARIABLE}（用户名不是 neo4j 时还有 {USER_VARIABLE}）",
        )
    if isinstance(error, Neo4jError) and error.code == "Neo.ClientError.Security.AuthenticationRateLimit":
        return StoreError("密码错误次数太多，Neo4j 暂时拒绝登录", hint=f"请等几秒钟，检查环境变量 {PASSWORD_VARIABLE} 后再试")
    if isinstance(error, Neo4jError) and error.code == "Neo.ClientError.Security.CredentialsExpired":
        return StoreError("Neo4j 的初始密码还没有改", hint="请先在 Neo4j Browser 登录一次并改密码")
    hint = f"请检查环境变量 {USER_VARIABLE} 和 {PASSWORD_VARIABLE}"
    return StoreError(f"Neo4j 不接受用户 {target.user} 的密码：{target.shown}", hint=hint)


def _half_way(error: Exception, target: Target) -> StoreError:
    hint = f"不能确定最后一份文件是否已经写入；{_AGAIN}"
    return StoreError(f"提交时与 Neo4j 的连接断开：{target.shown}", hint=hint)


def _wrong_product(error: Exception, target: Target) -> StoreError:
    return unsupported(target, _one_line(error))


def _misconfigured(error: Exception, target: Target) -> StoreError:
    return StoreError(
        f"Neo4j 连接设置有误：{_one_line(error)}", hint="加密连接用 neo4j+s://，自签名证书用 neo4j+ssc://，不加密用 neo4j://"
    )


# In this order: a refused password is a kind of client error, a commit that was cut off a kind of lost connection.
_KINDS = (
    (IncompleteCommit, _half_way),
    (UnsupportedServerProduct, _wrong_product),
    ((ServiceUnavailable, SessionExpired), _unreachable),
    ((AuthError, Forbidden), _refused),
    ((ConfigurationError, CertificateConfigurationError), _misconfigured),
)


def _one_line(error: BaseException) -> str:
    """The first line of a message, without the codes that servers put around it."""
    message = error.message if isinstance(error, Neo4jError) and error.message else str(error)
    return next((line.strip() for line in message.splitlines() if line.strip()), type(error).__name__)[:300]
