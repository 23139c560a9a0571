"""The first schema: created whole by `versions.prepare`, so this step only gives it a name."""

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing: no database is older than this."""
