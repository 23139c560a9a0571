"""A Parquet file in, its rows out, one at a time, of the columns that are needed.

Needs the extra `parquet`. A file is read row group by row group, and of these a few rows at a
time: wide columns that nobody asks for, as embeddings are, are never read.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from brightline.errors import UsageError
from brightline.watch.lines import Line, Lines, Unreadable
from brightline.watch.places import is_remote, remote_input

if TYPE_CHECKING:
    import pyarrow as pa

ENDING = ".parquet"

ROWS = 1_024
"""Rows that are held at once."""

_BUFFER = 1024 * 1024
"""Bytes of a column that are read at once."""


class Parquet:
    """One file, open."""

    def __init__(self, path: str) -> None:
        """Open it.

        Raises:
            UsageError: it is no Parquet file, or the extra is missing.
        """
        try:
            import pyarrow as pa  # noqa: PLC0415 - an extra
            from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise UsageError(
                f"{path}: reading Parquet needs a package that is not installed",
                slug="parquet-missing",
                hint="Install it: pip install 'brightline[parquet]'.",
            ) from error
        try:
            source = remote_input(path) if is_remote(path) else path
            self._file = ParquetFile(source, pre_buffer=False, buffer_size=_BUFFER)
        except (pa.ArrowException, OSError) as error:
            raise UsageError(
                f"{path} is no Parquet file, or a damaged one",
                slug="log-unreadable",
                hint="Write it anew, or name a file of JSON lines or CSV.",
            ) from error
        self._path = path
        self._broken = (pa.ArrowException, OSError, ValueError)

    @property
    def groups(self) -> list[int]:
        """The first row of each row group, from 0, and how many rows there are."""
        about = self._file.metadata
        rows = (about.row_group(at).num_rows for at in range(about.num_row_groups))
        return [0, *accumulate(rows)]

    def rows(
        self, paths: Sequence[str] = (), *, start: int = 0, most: int | None = None
    ) -> Lines:
        """Yield rows in their order; a number is the row's, from 1.

        Args:
            paths: Of a shape: columns that none of them begins with are not read. None reads
                all.
            start: The first row that is read, from 0: one with which a row group begins.
            most: Rows at most; None: all.
        """
        names = [name for name in self._file.schema_arrow.names if _is_asked(name, paths)]
        groups = [at for at, row in enumerate(self.groups[:-1]) if row >= start]
        number = start
        end = None if most is None else start + most
        try:
            for batch in self._file.iter_batches(
                min(ROWS, most or ROWS), row_groups=groups, columns=names
            ):
                for row in _plain(batch):
                    if end is not None and number >= end:
                        return
                    number += 1
                    yield Line(f"{self._path}:{number}", row, 0)
        except self._broken as error:
            why = f"the file is damaged from here on: {type(error).__name__}"
            yield Unreadable(f"{self._path}:{number + 1}", why, rest=True)


def _is_asked(name: str, paths: Sequence[str]) -> bool:
    return not paths or any(path == name or path.startswith(f"{name}.") for path in paths)


_UNITS = {"s": 1, "ms": 10**3, "us": 10**6}
_LAST = 253_402_214_400
"""Seconds until the last day of the year 9999: Python has no later ones."""


def _plain(batch: "pa.RecordBatch") -> Iterator[dict[str, object]]:
    """Yield rows whose moments are exact to a microsecond and as far away as Python's are."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    columns = [
        _moments(column) if pa.types.is_timestamp(column.type) else column
        for column in batch.columns
    ]
    yield from pa.RecordBatch.from_arrays(columns, names=batch.schema.names).to_pylist()


def _moments(column: "pa.Array") -> "pa.Array":
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow import compute  # noqa: PLC0415 - an extra

    if column.type.unit == "ns":
        return column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
    count = column.cast(pa.int64())
    late = compute.greater(count, _LAST * _UNITS[column.type.unit])
    return compute.if_else(compute.or_(late, compute.less(count, 0)), None, column)
