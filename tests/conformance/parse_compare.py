"""Holds the tree of a Dockerfile against BuildKit's: verdict, tier and line of the error, instructions, stages, warnings."""

FIELDS = ("name", "flags", "args", "json", "heredocs", "start", "end", "comments")


def instruction(node):
    kept = {field: node[field] for field in FIELDS}
    # One level: ONBUILD ONBUILD is refused.
    if node.get("onbuild"):
        kept["onbuild"] = {field: node["onbuild"][field] for field in FIELDS}
    return kept


def view(answer):
    """What has to agree."""
    tier = answer.get("tier")
    seen = {"ok": answer["ok"], "tier": tier}
    if not answer["ok"]:
        seen["error line"] = answer.get("error_line", 0)
    if tier != "A":
        seen["escape"] = answer["escape"]
        seen["warnings"] = sorted(warning["start"] for warning in answer["warnings"])
        seen["instructions"] = [instruction(node) for node in answer["instructions"]]
        seen["global args"] = answer["global_args"]
        seen["stages"] = answer["stages"]
    return seen


def first_difference(ours, theirs):
    """The first place where two values differ, as text; None when they are equal."""
    if ours == theirs:
        return None
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            inner = first_difference(ours.get(key), theirs.get(key))
            if inner:
                return f"{key}: {inner}"
    if isinstance(ours, list) and isinstance(theirs, list):
        for index, (one, other) in enumerate(zip(ours, theirs)):
            inner = first_difference(one, other)
            if inner:
                return f"[{index}] {inner}"
        return f"{len(ours)} entries, BuildKit has {len(theirs)}"
    return f"{ours!r}, BuildKit has {theirs!r}"


def difference(ours, theirs):
    """How two answers about one file differ, or None. A file on which BuildKit panics says nothing."""
    if "died" in ours:
        return f"the parser died: {ours['died']}"
    if "panic" in theirs:
        return None
    return first_difference(view(ours), view(theirs))
