"""Validates YAML files against JSON Schemas, as an editor would: python3 validate.py FOLDER FILE…

For each file one line: "ok FILE", or "bad FILE: PATH: MESSAGE". FOLDER holds the schemas; a file is held against the schema of its kind
and against the one of all files, which must agree. Scalars are typed by the core schema of YAML 1.2, as editors do.
"""

import json
import pathlib
import re
import sys
import warnings

import yaml

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from jsonschema import Draft202012Validator


class Reader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML 1.2: only null, true and false, whole numbers and numbers with a point or an exponent are not text."""


Reader.yaml_implicit_resolvers = {}
for tag, expression, first in [
    ("null", r"^(?:~|null|Null|NULL|)$", "~nN\0"),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
]:
    Reader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(expression), list(first) + ([""] if tag == "null" else []))


def construct_int(loader, node):
    return int(loader.construct_scalar(node))


Reader.add_constructor("tag:yaml.org,2002:int", construct_int)


def load(path):
    return yaml.load(pathlib.Path(path).read_text(encoding="utf-8"), Reader)


def first(errors):
    error = min(errors, key=lambda error: [str(part) for part in error.absolute_path])
    return "/".join(str(part) for part in error.absolute_path) + ": " + error.message.split("\n")[0][:160]


def main():
    folder = pathlib.Path(sys.argv[1])
    schemas = {}
    for path in folder.glob("*.schema.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        schemas[path.name.removesuffix(".schema.json")] = Draft202012Validator(schema)
    for path in sys.argv[2:]:
        data = load(path)
        kind = next(iter(data)) if isinstance(data, dict) and data else None
        own = list(schemas[kind].iter_errors(data)) if kind in schemas else None
        all_ = list(schemas["proviso"].iter_errors(data))
        if own is None:
            print(f"bad {path}: its first key is no kind" if all_ else f"odd {path}: no kind, but valid")
        elif bool(own) != bool(all_):
            print(f"odd {path}: the schema of its kind and that of all files do not agree")
        else:
            print(f"ok {path}" if not own else f"bad {path}: {first(own)}")


main()
