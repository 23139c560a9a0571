"""Policy files in, tests out: what pytest loads is in `hooks`."""
