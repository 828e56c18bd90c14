#!/usr/bin/env bash
# A column type of one's own no longer says of what Python type its values are.
#
# One would expect: TypeDecorator(impl=DateTime).python_type is datetime, as that of DateTime is.
# What happens: it is object, whatever the impl and whatever stands in the brackets of TypeDecorator[...]; code that chooses by python_type
#   (cursors of paging, readers of filters) falls through to text in silence.
# Seen with: SQLAlchemy 2.1.9
# Source: run here; TypeEngine.python_type documents NotImplementedError for types that do not know theirs
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sqlalchemy==2.1.9
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from sqlalchemy import DateTime
from sqlalchemy.types import TypeDecorator
class UtcTime(TypeDecorator[datetime]):
    impl = DateTime(timezone=True)
    cache_ok = True
print("DateTime:", DateTime().python_type, "own type over it:", UtcTime().python_type)
assert DateTime().python_type is datetime
assert UtcTime().python_type is object
PYTHON
