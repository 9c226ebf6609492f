"""Validates JSON values, one a line on standard input, against a schema: python3 validate_data.py SCHEMA. Prints ok or bad, a line each."""

import json
import pathlib
import sys
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from jsonschema import Draft202012Validator

schema = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for line in sys.stdin:
    if line.strip():
        print("ok" if validator.is_valid(json.loads(line)) else "bad")
