#!/usr/bin/env python3
"""Talks to the real `dockcheck lsp` over pipes as editors do: server_test.py DOCKCHECK [NAME OF A TEST...]"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from editor import PATIENCE, Editor, frame, read_message

PROGRAM = os.path.abspath(sys.argv[1])
SMALL = "FROM debian\nMAINTAINER 日本\nRUN echo 🐍 && sudo true\n"
VERSIONED = {"workspace": {"workspaceEdit": {"documentChanges": True}}}
PULLS = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
MARKDOWN = {"textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}}}


def same(got, wanted):
    assert got == wanted, f"\n--- wanted\n{wanted}\n--- got\n{got}"


def lines(text):
    """The lines of an indented text."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def titles(actions):
    return "\n".join(f'{action["kind"]}{" preferred" if action.get("isPreferred") else ""}: {action["title"]}' for action in actions)


def action_named(actions, beginning):
    (found,) = [action for action in actions if action["title"].startswith(beginning)]
    return found


def check(folder, *words):
    """What `dockcheck check` finds in the same folder."""
    environment = {"HOME": str(folder.parent / "home"), "PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": "1790000000"}
    run = subprocess.run([PROGRAM, "check", "--exit-zero", "-q", "-f", "json", *words], cwd=folder, env=environment, stdout=subprocess.PIPE)
    return json.loads(run.stdout)["findings"]


def test_life(folder):
    """It starts, tells what it can, and ends as it is told."""
    editor = Editor(PROGRAM, folder)
    same(editor.abilities["positionEncoding"], "utf-16")
    same(editor.abilities["textDocumentSync"], {"openClose": True, "change": 2, "save": True})
    same(editor.abilities["codeActionProvider"]["codeActionKinds"], ["quickfix", "source.fixAll.dockcheck"])
    assert "diagnosticProvider" not in editor.abilities
    same(editor.answer("initialize", capabilities={})["error"]["code"], -32600)
    same(editor.answer("textDocument/definition")["error"], {"code": -32601, "message": "dockcheck has no such method"})
    editor.notify("$/cancelRequest", id=1)
    editor.notify("$/setTrace", value="off")
    editor.notify("workspace/didChangeConfiguration", settings=None)
    editor.notify("no/such/notification", a=[1])
    editor.ask("shutdown")
    same(editor.answer("textDocument/hover")["error"]["code"], -32600)
    editor.notify("exit")
    same(editor.process.wait(PATIENCE), 0)


def test_ends(folder):
    """The exit status says whether the end was announced."""
    editor = Editor(PROGRAM, folder)
    editor.notify("exit")
    same(editor.process.wait(PATIENCE), 1)
    editor = Editor(PROGRAM, folder)
    editor.process.stdin.close()
    same(editor.process.wait(PATIENCE), 1)
    editor = Editor(PROGRAM, folder, initialize=False)
    same(editor.answer("textDocument/hover")["error"]["code"], -32002)
    editor.notify("textDocument/didOpen", textDocument={"uri": "file:///Dockerfile", "text": "FROM a"})
    editor.notify("exit")
    same(editor.process.wait(PATIENCE), 1)


def test_findings(folder):
    """Findings come with the version of the text, at UTF-16 columns."""
    editor = Editor(PROGRAM, folder)
    editor.open("Dockerfile", SMALL)
    same(editor.drawn("Dockerfile"), lines("""
        0:5 warning untagged-base-image "debian"
        1:0 warning maintainer-instruction "MAINTAINER 日本"
        2:15 warning sudo-in-run "sudo"
    """))
    shown = editor.shown[editor.uri("Dockerfile")]
    same(shown["version"], 1)
    same(shown["diagnostics"][2], {
        "range": {"start": {"line": 2, "character": 15}, "end": {"line": 2, "character": 19}},
        "severity": 2,
        "code": "sudo-in-run",
        "source": "dockcheck",
        "message": "this runs as root already: sudo changes nothing\nleave sudo out",
    })
    editor.change("Dockerfile", ((2, 9), (2, 11), "日本"))
    same(editor.texts[editor.uri("Dockerfile")].splitlines()[2], "RUN echo 日本 && sudo true")
    same(editor.shown[editor.uri("Dockerfile")]["version"], 2)
    same(editor.drawn("Dockerfile").splitlines()[2], '2:15 warning sudo-in-run "sudo"')
    editor.close("Dockerfile")
    same(editor.shown[editor.uri("Dockerfile")]["diagnostics"], [])
    same(editor.end(), 0)


def test_utf8(folder):
    """An editor that counts bytes gets bytes."""
    editor = Editor(PROGRAM, folder, {"general": {"positionEncodings": ["utf-32", "utf-8", "utf-16"]}})
    same(editor.abilities["positionEncoding"], "utf-8")
    editor.open("Dockerfile", SMALL)
    same(editor.drawn("Dockerfile").splitlines()[2], '2:17 warning sudo-in-run "sudo"')
    editor.change("Dockerfile", ((2, 9), (2, 13), "日本"))
    same(editor.drawn("Dockerfile").splitlines()[2], '2:19 warning sudo-in-run "sudo"')
    same(editor.end(), 0)


def test_columns(folder):
    """Tabs are one character, and ends of lines may have carriage returns."""
    editor = Editor(PROGRAM, folder)
    editor.open("Dockerfile", "FROM debian:12\r\nRUN\ttrue && \\\r\n\t\tsudo 日 && \\\r\n\t\tsudo true\r\n")
    same(editor.drawn("Dockerfile"), lines("""
        2:2 warning sudo-in-run "sudo"
        3:2 warning sudo-in-run "sudo"
    """))
    editor.change("Dockerfile", ((2, 0), (3, 0), ""))
    same(editor.drawn("Dockerfile"), '2:2 warning sudo-in-run "sudo"')
    editor.change("Dockerfile", ((2, 2), (2, 99), "true"), ((1, 0), (1, 3), "RUN sudo"))
    same(editor.texts[editor.uri("Dockerfile")], "FROM debian:12\r\nRUN sudo\ttrue && \\\r\n\t\ttrue\r\n")
    same(editor.drawn("Dockerfile"), '1:4 warning sudo-in-run "sudo"')
    same(editor.end(), 0)


def test_typing(folder):
    """A Dockerfile that is typed character by character, then taken away from its end."""
    editor = Editor(PROGRAM, folder)
    editor.open("Dockerfile", "")
    line = column = 0
    for character in SMALL:
        editor.change("Dockerfile", ((line, column), (line, column), character))
        line, column = (line + 1, 0) if character == "\n" else (line, column + (2 if ord(character) > 0xFFFF else 1))
    same(editor.texts[editor.uri("Dockerfile")], SMALL)
    typed = editor.drawn("Dockerfile")
    editor.change("Dockerfile", SMALL)
    same(typed, editor.drawn("Dockerfile"))
    while editor.texts[editor.uri("Dockerfile")]:
        text = editor.texts[editor.uri("Dockerfile")]
        line, last = text.count("\n"), text[text.rfind("\n") + 1 :]
        if last:
            column = len(last.encode("utf-16-le")) // 2
            editor.change("Dockerfile", ((line, column - (2 if ord(last[-1]) > 0xFFFF else 1)), (line, column), ""))
        else:
            editor.change("Dockerfile", ((line - 1, 10**6), (line, 0), ""))
    same(editor.drawn("Dockerfile"), '0:0 error parse-failure ""')
    same(editor.end(), 0)


def test_fix(folder):
    """A fix of one finding, and all that are safe."""
    editor = Editor(PROGRAM, folder, VERSIONED)
    editor.open("Dockerfile", SMALL)
    actions = editor.actions("Dockerfile", 1, 3)
    same(titles(actions), lines("""
        quickfix preferred: maintainer-instruction: write LABEL org.opencontainers.image.authors="..."
        quickfix: Ignore maintainer-instruction here
        source.fixAll.dockcheck: Fix all that dockcheck can fix
    """))
    same(actions[0]["diagnostics"], [editor.shown[editor.uri("Dockerfile")]["diagnostics"][1]])
    same(actions[0]["edit"]["documentChanges"][0]["textDocument"], {"uri": editor.uri("Dockerfile"), "version": 1})
    editor.apply(actions[0])
    same(editor.texts[editor.uri("Dockerfile")], SMALL.replace("MAINTAINER 日本", 'LABEL org.opencontainers.image.authors="日本"'))
    # An editor that asks at each step of the cursor does not ask for all.
    context = {"diagnostics": [], "triggerKind": 2}
    place = {"line": 0, "character": 0}
    same(titles(editor.ask("textDocument/codeAction", textDocument={"uri": editor.uri("Dockerfile")}, range={"start": place, "end": place}, context=context)), "")
    # Unsafe ones are not preferred.
    same(titles(editor.actions("Dockerfile", 2, 16, "quickfix")), lines("""
        quickfix: sudo-in-run: leave sudo out (unsafe fix)
        quickfix: Ignore sudo-in-run here
    """))
    same(editor.actions("Dockerfile", 2, 16, "refactor"), [])
    same(editor.end(), 0)


def test_fix_all(folder):
    """What `source.fixAll` makes is what `dockcheck fix` makes."""
    text = "from debian:12 as a\r\nMAINTAINER 日本\r\nRUN true\r\nADD a.txt /srv/\r\nCOPY b.txt /srv/\r\nmaintainer me\r\n"
    (folder / "a.txt").touch(), (folder / "b.txt").touch()
    (folder / "Dockerfile").write_bytes(text.encode())
    for can in ({}, VERSIONED):
        editor = Editor(PROGRAM, folder, can)
        editor.open("Dockerfile", text)
        for only in ("source", "source.fixAll", "source.fixAll.dockcheck"):
            same(titles(editor.actions("Dockerfile", 0, 0, only)), "source.fixAll.dockcheck: Fix all that dockcheck can fix")
        editor.apply(editor.actions("Dockerfile", 0, 0, "source.fixAll")[0])
        run = subprocess.run([PROGRAM, "fix", "-q", "--isolated", "--stdin-filename", "Dockerfile", "-"], cwd=folder, input=text.encode(), stdout=subprocess.PIPE)
        same(editor.texts[editor.uri("Dockerfile")].encode(), run.stdout)
        assert b"MAINTAINER" not in run.stdout and b"COPY a.txt" in run.stdout
        same(editor.end(), 0)


def test_ignore(folder):
    """The comment silences the finding; where a reason has to be there it is left to be written."""
    editor = Editor(PROGRAM, folder)
    editor.open("Dockerfile", SMALL)
    editor.apply(action_named(editor.actions("Dockerfile", 2, 16), "Ignore sudo-in-run here"))
    editor.change("Dockerfile", editor.texts[editor.uri("Dockerfile")])
    same(editor.texts[editor.uri("Dockerfile")], SMALL.replace("RUN", "# dockcheck ignore=sudo-in-run\nRUN"))
    assert "sudo" not in editor.drawn("Dockerfile")
    (folder / "dockcheck.toml").write_text("require-reason = true\n")
    editor.notify("workspace/didChangeWatchedFiles", changes=[{"uri": editor.uri("dockcheck.toml"), "type": 1}])
    editor.settle()
    same(editor.drawn("Dockerfile").splitlines()[2], '2:0 warning ignore-without-reason "# dockcheck ignore=sudo-in-run"')
    editor.apply(action_named(editor.actions("Dockerfile", 1, 0), "Ignore maintainer-instruction here"))
    same(editor.texts[editor.uri("Dockerfile")].splitlines()[1], "# dockcheck ignore=maintainer-instruction -- TODO: say why")
    editor.change("Dockerfile", "# syntax=docker/dockerfile:1\n")
    editor.apply(action_named(editor.actions("Dockerfile", 0), "Ignore parse-failure in this file"))
    same(editor.texts[editor.uri("Dockerfile")], "# syntax=docker/dockerfile:1\n# dockcheck ignore-file=parse-failure -- TODO: say why\n")
    (folder / "dockcheck.toml").write_text("no-inline-ignores = true\n")
    editor.change("Dockerfile", SMALL)
    assert not [action for action in editor.actions("Dockerfile", 2, 16) if "Ignore" in action["title"]]
    same(editor.end(), 0)


def test_hover(folder):
    """The page of the rule, at a finding and at its name in a comment."""
    editor = Editor(PROGRAM, folder, MARKDOWN)
    editor.open("Dockerfile", "FROM debian:12\n# dockcheck ignore=untagged-base-image,DL3004 -- x\nRUN sudo true\n")
    page = subprocess.run([PROGRAM, "explain", "--format", "markdown", "sudo-in-run"], stdout=subprocess.PIPE, text=True).stdout
    hover = editor.hover("Dockerfile", 1, 40)
    same(hover["contents"], {"kind": "markdown", "value": f"### sudo-in-run\n\n{page}"})
    same(hover["range"], {"start": {"line": 1, "character": 39}, "end": {"line": 1, "character": 45}})
    hover = editor.hover("Dockerfile", 1, 20)["contents"]["value"]
    assert hover.startswith("### unused-ignore\n"), hover
    same(editor.hover("Dockerfile", 0, 0), None)
    same(editor.hover("Dockerfile", 99, 99), None)
    same(editor.end(), 0)
    editor = Editor(PROGRAM, folder)
    editor.open("Dockerfile", "FROM debian:12\nRUN sudo true\n")
    hover = editor.hover("Dockerfile", 1, 6)
    same(hover["contents"]["kind"], "plaintext")
    assert hover["contents"]["value"].startswith("sudo-in-run: "), hover
    same(editor.end(), 0)


def test_tags(folder):
    """What nothing uses is unnecessary, what has a successor deprecated."""
    editor = Editor(PROGRAM, folder)
    editor.open("Dockerfile", "FROM debian:12\nARG X\nMAINTAINER me\n# dockcheck ignore=sudo-in-run -- x\nRUN true\n")
    tags = {each["code"]: each.get("tags") for each in editor.shown[editor.uri("Dockerfile")]["diagnostics"]}
    same(tags, {"unused-build-argument": [1], "maintainer-instruction": [2], "unused-ignore": [1]})
    same(editor.end(), 0)


def test_pull(folder):
    """An editor that asks for diagnostics is told nothing unasked."""
    editor = Editor(PROGRAM, folder, PULLS)
    same(editor.abilities["diagnosticProvider"], {"identifier": "dockcheck", "interFileDependencies": True, "workspaceDiagnostics": False})
    editor.open("Dockerfile", SMALL)
    same(editor.shown, {})
    document = {"uri": editor.uri("Dockerfile")}
    report = editor.ask("textDocument/diagnostic", textDocument=document)
    same(report["kind"], "full")
    same(editor.drawn("Dockerfile", report["items"]).splitlines()[2], '2:15 warning sudo-in-run "sudo"')
    again = editor.ask("textDocument/diagnostic", textDocument=document, previousResultId=report["resultId"])
    same(again, {"kind": "unchanged", "resultId": report["resultId"]})
    editor.change("Dockerfile", SMALL.replace("sudo ", ""))
    report = editor.ask("textDocument/diagnostic", textDocument=document, previousResultId=report["resultId"])
    assert report["kind"] == "full" and "sudo" not in editor.drawn("Dockerfile", report["items"])
    editor.notify("textDocument/didSave", textDocument=document)
    editor.settle()
    same([request["method"] for request in editor.requests], ["workspace/diagnostic/refresh"])
    same(editor.answer("textDocument/diagnostic", textDocument={"uri": "file:///other"})["error"]["code"], -32602)
    same(editor.end(), 0)


def test_same_as_check(folder):
    """What is shown is what `dockcheck check FILE` finds, by the configuration of each file's folder."""
    (folder / ".git").mkdir()
    (folder / "dockcheck.toml").write_text('ignore = ["sudo-in-run"]\nmin-severity = "warning"\n')
    for name in ("a", "b", "c"):
        (folder / name).mkdir()
        (folder / name / "Dockerfile").write_text(SMALL + f"COPY {name}.txt gone.txt /srv/\n")
        (folder / name / f"{name}.txt").touch()
    (folder / "b/pyproject.toml").write_text('[tool.dockcheck]\nselect = ["all"]\n')
    (folder / "c/.dockcheck.toml").write_text('baseline = "accepted.json"\nexclude = ["*.old.Dockerfile"]\n')
    (folder / "c/x.old.Dockerfile").write_text(SMALL)
    check(folder, "c/Dockerfile", "--write-baseline", "c/accepted.json", "--select", "maintainer-instruction")
    editor = Editor(PROGRAM, folder)
    for name in ("a/Dockerfile", "b/Dockerfile", "c/Dockerfile", "c/x.old.Dockerfile"):
        editor.open(name, (folder / name).read_text())
        findings = check(folder, name)
        wanted = [(f["rule"], f["severity"], f["message"] + (f'\n{f["help"]}' if f["help"] else "")) for f in findings]
        levels = {1: "error", 2: "warning", 3: "info", 4: "style"}
        same([(d["code"], levels[d["severity"]], d["message"]) for d in editor.shown[editor.uri(name)]["diagnostics"]], wanted)
        assert wanted or "old" in name
    same(editor.messages, [])
    same(editor.end(), 0)


def test_context(folder):
    """The build context is that of the file, with what is typed into its files; findings stand in the file to be mended."""
    (folder / ".dockerignore").write_text("b.txt\n*.md # documents\n")
    (folder / "a.txt").touch(), (folder / "b.txt").touch()
    editor = Editor(PROGRAM, folder)
    editor.open("Dockerfile", "FROM debian:12\nCOPY a.txt b.txt /srv/\n")
    same(editor.drawn("Dockerfile"), '1:11 error copy-source-excluded-by-dockerignore "b.txt"')
    same(editor.drawn(".dockerignore"), '1:0 info dockerignore-pattern-without-effect "*.md # documents"')
    pattern = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 5}}
    same(editor.shown[editor.uri("Dockerfile")]["diagnostics"][0]["relatedInformation"], [
        {"location": {"uri": editor.uri(".dockerignore"), "range": pattern}, "message": "this pattern matches it"},
    ])
    editor.open(".dockerignore", "b.txt\n*.md # documents\n", "ignore")
    editor.change(".dockerignore", "# b.txt\n")
    same(editor.drawn("Dockerfile") + editor.drawn(".dockerignore"), "")
    editor.change(".dockerignore", "\n*.md # documents\n")
    same(editor.drawn(".dockerignore"), '1:0 info dockerignore-pattern-without-effect "*.md # documents"')
    editor.close(".dockerignore")
    same(editor.drawn("Dockerfile"), '1:11 error copy-source-excluded-by-dockerignore "b.txt"')
    editor.close("Dockerfile")
    same(editor.drawn(".dockerignore"), "")
    same(editor.end(), 0)


def test_which_documents(folder):
    """Files that are named like Dockerfiles, and what the editor takes for one; never templates."""
    editor = Editor(PROGRAM, folder)
    for name, language, is_checked in [
        ("Dockerfile", "plaintext", True), ("app.dockerfile", "plaintext", True), ("Containerfile.dev", "plaintext", True),
        ("build.txt", "dockerfile", True), ("build.txt", "plaintext", False), ("untitled:Untitled-1", "dockerfile", True),
        ("untitled:Untitled-2", "plaintext", False), ("Dockerfile.j2", "dockerfile", False), ("Dockerfile.md", "dockerfile", False),
        ("dockerfile_test.go", "go", False), ("Dockerfile.dockerignore", "dockerfile", False), ("compose.yaml", "yaml", False),
    ]:
        editor.shown.clear()
        editor.open(name, "RUN sudo x\n" if name != "dockerfile_test.go" else "package x\n", language)
        same((name, bool(editor.shown)), (name, is_checked))
        editor.close(name)
    # No context, and so no word of what is not there.
    editor.open("untitled:Untitled-1", "FROM debian:12\nCOPY a.txt /srv/\nRUN sudo x\n")
    same(editor.drawn("untitled:Untitled-1"), '2:4 warning sudo-in-run "sudo"')
    editor.apply(action_named(editor.actions("untitled:Untitled-1", 2, 5), "Ignore"))
    assert "# dockcheck ignore=sudo-in-run\nRUN" in editor.texts["untitled:Untitled-1"]
    same(editor.end(), 0)


def test_configuration_with_mistake(folder):
    """A mistake in the configuration is told and stands where it is; the server goes on."""
    (folder / "dockcheck.toml").write_text('# x\nignore = ["sudo-in-rum"]\n')
    editor = Editor(PROGRAM, folder, {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}})
    same([request["method"] for request in editor.requests] or [editor.take()["method"]], ["client/registerCapability"])
    editor.open("Dockerfile", SMALL)
    same(editor.drawn("Dockerfile"), "")
    same(editor.messages, ['dockcheck: dockcheck.toml:2:11: unknown rule "sudo-in-rum"; did you mean "sudo-in-run"?'])
    same(editor.drawn("dockcheck.toml"), '1:10 error - "\\"sudo-in-rum\\"]"')
    editor.change("Dockerfile", SMALL + "\n")
    same(len(editor.messages), 1)
    (folder / "dockcheck.toml").write_text('ignore = ["sudo-in-run"]\n')
    editor.notify("workspace/didChangeWatchedFiles", changes=[{"uri": editor.uri("dockcheck.toml"), "type": 2}])
    editor.settle()
    same(editor.shown[editor.uri("dockcheck.toml")]["diagnostics"], [])
    assert "maintainer" in editor.drawn("Dockerfile") and "sudo" not in editor.drawn("Dockerfile")
    # An editor that watches no files says at least when one of its own is saved.
    (folder / "dockcheck.toml").unlink()
    editor.notify("textDocument/didSave", textDocument={"uri": editor.uri("Dockerfile")})
    editor.settle()
    assert "sudo" in editor.drawn("Dockerfile")
    same(editor.end(), 0)


def test_arguments(folder):
    """The options of check count; editors may say --stdio and who they are."""
    (folder / "dockcheck.toml").write_text("mistake = 1\n")
    editor = Editor(PROGRAM, folder, arguments=["--stdio", "--clientProcessId=12345", "--isolated", "--select", "sudo-in-run"])
    editor.open("Dockerfile", SMALL)
    same(editor.drawn("Dockerfile"), '2:15 warning sudo-in-run "sudo"')
    same(editor.end(), 0)
    (folder / "dockcheck.toml").unlink()
    editor = Editor(PROGRAM, folder, environment={"DOCKCHECK_SELECT": "sudo-in-run", "DOCKCHECK_FORMAT": "sarif", "DOCKCHECK_FIX": "1"})
    editor.open("Dockerfile", SMALL)
    same(editor.drawn("Dockerfile"), '2:15 warning sudo-in-run "sudo"')
    same(editor.end(), 0)
    # A folder is one of what the editor has open.
    (folder / "sources").mkdir(), (folder / "sources/a.txt").touch()
    for words in (["--context", "sources"], ["--context", "gone"]):
        editor = Editor(PROGRAM, folder, arguments=words)
        editor.open("Dockerfile", "FROM debian:12\nCOPY a.txt b.txt /srv/\n")
        if words[1] == "gone":
            same(editor.messages, ['dockcheck: --context: "gone" is no folder'])
        else:
            same(editor.drawn("Dockerfile"), '1:11 error copy-source-not-found "b.txt"')
        same(editor.end(), 0)
    for words, said in [
        (["Dockerfile"], "lsp: the editor says which files"),
        (["--no-such"], 'unknown option "--no-such"'),
        (["--today", "tomorrow"], '--today: "tomorrow" is no date YYYY-MM-DD'),
    ]:
        run = subprocess.run([PROGRAM, "lsp", *words], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert run.returncode == 2 and said in run.stderr, run


def test_many_changes_at_once(folder):
    """Of a burst of changes the last text counts."""
    editor = Editor(PROGRAM, folder)
    editor.open("Dockerfile", SMALL)
    uri = editor.uri("Dockerfile")
    burst = b""
    for version in range(2, 200):
        change = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": SMALL + "#" * version + "\n"}]}
        burst += frame(json.dumps({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": change}))
    editor.process.stdin.write(burst)
    editor.process.stdin.flush()
    editor.settle()
    same(editor.shown[uri]["version"], 199)
    same(len(editor.drawn("Dockerfile").splitlines()), 3)
    same(editor.end(), 0)


def test_missed_changes(folder):
    """Of a text with a change that could not be read nothing is said but that, until the whole text comes."""
    said = "a change that the editor sent could not be read, so this file is not checked any more: close it and open it again"
    editor = Editor(PROGRAM, folder)
    editor.open("Dockerfile", SMALL)
    editor.open("b.Dockerfile", SMALL)
    found = editor.drawn("Dockerfile")
    uri = editor.uri("Dockerfile")

    def changed(*changes):
        return json.dumps({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": uri, "version": 7}, "contentChanges": changes}})

    end = {"line": 0, "character": 5}
    for number, (missed, is_of_all) in enumerate([
        (" " * 70000000, True), (changed({"text": "FROM a"})[:-1], True), (changed({}), False), (changed({"text": 1}), False),
        (changed({"range": {}, "text": "x"}), False), (changed({"range": 5, "text": "x"}), False),
        (changed({"range": {"start": {"line": 0.5, "character": 0}, "end": end}, "text": "x"}), False),
        (changed({"range": {"start": {"line": -1, "character": 0}, "end": end}, "text": "x"}), False),
    ]):
        editor.process.stdin.write(frame(missed))
        editor.settle()
        same((number, editor.drawn("Dockerfile"), editor.shown[uri]["diagnostics"][0]["message"]), (number, '0:0 error - ""', said))
        same(editor.messages, [f"dockcheck: {said}"] * (number + 1))
        same((number, editor.drawn("b.Dockerfile")), (number, '0:0 error - ""' if is_of_all else found))
        same(editor.actions("Dockerfile", 0, 5) + [editor.hover("Dockerfile", 0, 5)], [None])
        editor.notify("textDocument/didChange", textDocument={"uri": uri, "version": 8}, contentChanges=[{"range": {"start": end, "end": end}, "text": "x"}])
        editor.settle()
        same(editor.drawn("Dockerfile"), '0:0 error - ""')
        editor.change("Dockerfile", SMALL)
        same((number, editor.drawn("Dockerfile")), (number, found))
        editor.change("b.Dockerfile", SMALL)
    # What is no change loses nothing, a range may be null, and numbers are written in several ways.
    editor.process.stdin.write(frame('{"jsonrpc":"2.0","method":"textDocument/didSave",'))
    editor.settle()
    same(editor.drawn("Dockerfile"), found)
    start = {"line": 0.0, "character": 5.0}
    editor.process.stdin.write(frame(changed({"range": None, "text": SMALL + "#\n"}, {"range": {"start": start, "end": start}, "text": "x"})))
    editor.settle()
    editor.texts[uri] = SMALL.replace("debian", "xdebian")
    same(editor.drawn("Dockerfile").splitlines()[0], '0:5 info untagged-base-image "xdebian"')
    # Other files are then what they are on the disk.
    (folder / ".dockerignore").write_text("b.txt\n")
    (folder / "a.txt").touch(), (folder / "b.txt").touch()
    editor.change("Dockerfile", "FROM debian:12\nCOPY a.txt b.txt /srv/\n")
    editor.open(".dockerignore", "# nothing\n", "ignore")
    same(editor.drawn("Dockerfile"), "")
    uri = editor.uri(".dockerignore")
    editor.process.stdin.write(frame(changed({"range": {}, "text": "x"})))
    editor.settle()
    same(editor.drawn("Dockerfile"), '1:11 error copy-source-excluded-by-dockerignore "b.txt"')
    same(editor.end(), 0)
    # An editor that asks is told to ask again.
    editor = Editor(PROGRAM, folder, PULLS)
    editor.open("Dockerfile", SMALL)
    editor.process.stdin.write(frame(" " * 70000000))
    editor.settle()
    same([request["method"] for request in editor.requests], ["workspace/diagnostic/refresh"])
    report = editor.ask("textDocument/diagnostic", textDocument={"uri": editor.uri("Dockerfile")})
    same([item["message"] for item in report["items"]] + editor.messages, [said, f"dockcheck: {said}"])
    same(editor.end(), 0)


def run_on(data):
    """The answers of a server to bytes of any kind, and its exit status."""
    run = subprocess.run([PROGRAM, "lsp"], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE)
    assert run.returncode in (0, 1), (data[:200], run)
    same(run.stderr, b"")
    with tempfile.TemporaryFile() as answers:
        answers.write(run.stdout)
        answers.seek(0)
        messages = []
        while (message := read_message(answers)) is not None:
            messages.append(message)
    return messages, run.returncode


def codes(messages):
    return [message["error"]["code"] for message in messages if "error" in message]


START = frame('{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}')


def opened(text, uri="file:///nowhere/Dockerfile"):
    document = {"uri": uri, "languageId": "dockerfile", "version": 1, "text": text}
    return frame(json.dumps({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}))


def test_hostile_messages(folder):
    """Bytes of any kind get an answer or end the server, never more."""
    for broken in ("{", "", "[1,", '{"a":1}}', "\0", '{"id":1,"method":"\ud800"}'.encode("utf-8", "surrogatepass"), b"\xff\xfe", "nul", "[" * 100000, '{"a":' * 5000 + "1" + "}" * 5000, "[" + "0," * 1100000 + "0]"):
        messages, status = run_on(START + frame(broken) + START)
        same((codes(messages), status), ([-32700, -32600], 1))
    for no_request in ("1", "[]", "{}", '"x"', "null", '[{"id":2,"method":"shutdown"}]', '{"id":2}', '{"id":{},"method":"shutdown"}', '{"id":2,"method":3}'):
        messages, status = run_on(START + frame(no_request) + START)
        same((no_request, codes(messages), status), (no_request, [-32600, -32600], 1))
    for header in (b"\0\0\0\0\n", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"Content-Length: -5\r\n\r\n{}", b"Content-Length: x\r\n\r\n", b"Content-Length: 9999999999999999999999\r\n\r\n",
                   b"X: " + b"y" * 10**7, b"Content-Length: 3\r\n\r\n{}" + START):
        messages, status = run_on(START + header)
        assert codes(messages)[-1] == -32700 and status == 1, header[:100]
    same(run_on(START + b"Content-Length: 50\r\n\r\n{}")[1], 1)
    same(codes(run_on(START + b"Content-Length: 70000000\r\n\r\n" + b" " * 70000000 + START)[0]), [-32700, -32600])


def test_hostile_parameters(folder):
    """Requests whose parameters are missing or of other kinds."""
    methods = ["initialized", "textDocument/didOpen", "textDocument/didChange", "textDocument/didSave", "textDocument/didClose", "textDocument/codeAction", "textDocument/hover",
               "textDocument/diagnostic", "workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration", "$/cancelRequest"]
    uri = "file:///nowhere/Dockerfile"
    values = ["null", "1", "[]", "{}", '"x"', '{"textDocument":1}', '{"textDocument":{"uri":1}}', '{"textDocument":{"uri":"%s"}}' % uri,
              '{"textDocument":{"uri":"%s"},"contentChanges":[1,{},{"text":1},{"range":{},"text":"FROM a"},{"range":{"start":{"line":-1,"character":1e9},"end":null},"text":"x"}]}' % uri,
              '{"textDocument":{"uri":"%s","version":null},"contentChanges":[{"range":{"start":{"line":9999999999,"character":0},"end":{"line":0,"character":99}},"text":"RUN sudo"}]}' % uri,
              '{"textDocument":{"uri":"%s"},"position":{"line":99999999999999,"character":"x"},"range":{"start":{"line":0},"end":5},"context":{"only":[1,null]}}' % uri,
              '{"textDocument":{"uri":"%s"},"position":{"line":4294967295,"character":4294967295},"range":{"start":{"line":9,"character":9},"end":{"line":0,"character":0}},"context":5}' % uri]
    number = 1
    data = START + opened("FROM a\nRUN sudo x\n")
    for method in methods:
        for value in values:
            for identity in ("", f'"id":{number},'):
                data += frame('{"jsonrpc":"2.0",%s"method":"%s","params":%s}' % (identity, method, value))
                number += 1
        data += opened("FROM a\nRUN sudo x\n")
    end = frame('{"jsonrpc":"2.0","id":"end","method":"shutdown"}') + frame('{"jsonrpc":"2.0","method":"exit"}')
    messages, status = run_on(data + end)
    same(status, 0)
    same([message["id"] for message in messages if message.get("id") == "end"], ["end"])


def test_hostile_documents(folder):
    """Texts that no Dockerfile has."""
    texts = ["\0", "FROM a\0b\nRUN \0", "\r\r\r", "\n" * 100000, "RUN " + "x" * 10**6, "RUN a \\\n" * 20000, "\ufeffFROM a", "RUN <<A <<A\n", "# escape=`\n", "FROM a\nRUN " + "🐍" * 50000 + " && sudo x",
             "FROM x\n" * 3000, "日" * 10**5, "#" * 10**6, '"' * 10**5, "x" * (17 * 2**20)]
    for text in texts:
        hover = frame(json.dumps({"id": 2, "method": "textDocument/hover", "params": {"textDocument": {"uri": "file:///nowhere/Dockerfile"}, "position": {"line": 0, "character": 1}}}))
        messages, _ = run_on(START + opened(text) + hover)
        assert any(message.get("id") == 2 and "result" in message for message in messages), text[:50]
        shown = [message["params"] for message in messages if message.get("method") == "textDocument/publishDiagnostics"]
        same([params["uri"] for params in shown], ["file:///nowhere/Dockerfile"])
    assert "larger than 16 MiB" in shown[0]["diagnostics"][0]["message"]


def test_speed(folder):
    """A change of a Dockerfile with 300 lines is answered while one types."""
    text = "FROM debian:12\n" + "".join(f"RUN apt-get update && apt-get install -y curl{i} \\\n    && cd /x{i} \\\n    && sudo true\n" for i in range(100))
    editor = Editor(PROGRAM, folder)
    editor.open("Dockerfile", text)
    times = []
    for _ in range(20):
        begin = time.monotonic()
        editor.change("Dockerfile", ((1, 4), (1, 4), " "))
        times.append(time.monotonic() - begin)
    # Far more than it takes, for machines that are busy.
    assert sorted(times)[10] < 0.5, times
    print(f"  a change of 300 lines: {sorted(times)[10] * 1000:.1f} ms")
    same(editor.end(), 0)


def main():
    wanted = sys.argv[2:]
    failed = 0
    tests = [(name[5:], test) for name, test in globals().items() if name.startswith("test_") and (not wanted or name[5:] in wanted)]
    for name, test in tests:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(os.path.realpath(scratch)) / "work"
            folder.mkdir(), (folder.parent / "home").mkdir()
            try:
                test(folder)
                print(f"passed: {name}: {test.__doc__}", flush=True)
            except Exception as problem:  # noqa: BLE001
                failed += 1
                place = problem.__traceback__
                while place.tb_next and place.tb_next.tb_frame.f_code.co_filename == __file__ and place.tb_next.tb_frame.f_code.co_name != "same":
                    place = place.tb_next
                for process in Editor.processes:
                    process.kill()
                print(f"FAILED: {name}, line {place.tb_lineno}: {type(problem).__name__}: {problem}")
    sys.exit(1 if failed else 0)


main()
