"""Why a request is not taken: what the sender is told, and whether it shall come again."""


class RefusedError(Exception):
    """A request that is not taken; nothing of it is stored.

    Attributes:
        status: HTTP status: 4xx is dropped by its sender, but 429 and 503 are sent again.
        words: What is wrong.
        retry_after_s: When to send it again; None: never.
    """

    def __init__(self, status: int, words: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.retry_after_s = retry_after_s
