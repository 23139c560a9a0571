"""Every error a user can meet, grouped by who has to act."""


class BrightlineError(Exception):
    """Something went wrong, with the place and the next step.

    Attributes:
        slug: Stable name of the problem; has a heading in ``docs/errors.md``.
        where: ``file:line:column`` or another place, empty when there is none.
        hint: What to do next, empty when the message already says it.
        exit_code: What a command that ends with this error exits with.
    """

    exit_code = 3

    def __init__(self, message: str, *, slug: str, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.slug = slug
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}{self.message} [{self.slug}]{hint}"


class UsageError(BrightlineError):
    """An option, argument or value is wrong: the caller has to act."""

    exit_code = 4


class PolicyError(BrightlineError):
    """A policy file is wrong: its owners have to act.

    Attributes:
        problems: Every problem of the file found in the same pass, this one first.
    """

    exit_code = 4

    def __init__(
        self,
        message: str,
        *,
        slug: str,
        where: str = "",
        hint: str = "",
        problems: tuple["PolicyError", ...] = (),
    ) -> None:
        super().__init__(message, slug=slug, where=where, hint=hint)
        self.problems = problems or (self,)


class ConfigurationError(BrightlineError):
    """The product cannot be reached as configured: whoever wrote the target has to act."""

    exit_code = 4


class TargetError(BrightlineError):
    """The product did not answer one call: nobody has to act unless it goes on.

    Attributes:
        retry_after_s: Seconds the product asked us to wait, None when it did not say.
        retryable: Whether the same call may go through later.
    """

    exit_code = 5

    def __init__(
        self,
        message: str,
        *,
        slug: str,
        where: str = "",
        hint: str = "",
        retry_after_s: float | None = None,
        retryable: bool = False,
    ) -> None:
        super().__init__(message, slug=slug, where=where, hint=hint)
        self.retry_after_s = retry_after_s
        self.retryable = retryable


class JudgeError(BrightlineError):
    """A judge could not be asked, or did not answer in the agreed form."""

    exit_code = 5


class StoreError(BrightlineError):
    """The database cannot be read or written: whoever runs it has to act."""

    exit_code = 3


class InternalError(BrightlineError):
    """Our own books do not balance: a bug in brightline, never a verdict."""

    exit_code = 3
