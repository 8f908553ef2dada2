"""An editor for the tests of `dockcheck lsp`: it starts the server and keeps the texts of its documents."""

import json
import os
import queue
import re
import subprocess
import threading
from pathlib import Path

SEVERITIES = {1: "error", 2: "warning", 3: "info", 4: "hint"}
PATIENCE = 120  # seconds


def frame(text):
    data = text if isinstance(text, bytes) else text.encode()
    return b"Content-Length: %d\r\n\r\n" % len(data) + data


def read_message(stream):
    """The next message, or None at the end."""
    length = None
    while True:
        line = stream.readline()
        if not line:
            return None
        if line == b"\r\n":
            return json.loads(stream.read(length).decode("utf-8"))
        name, _, value = line.decode("ascii").partition(":")
        if name.lower() == "content-length":
            length = int(value)


def offset_of(text, position, encoding):
    """The index in a Python text of a position."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    before = sum(map(len, lines[: position["line"]]))
    rest = lines[position["line"]].rstrip("\r\n") if position["line"] < len(lines) else ""
    units = rest.encode(encoding)
    size = 2 if encoding == "utf-16-le" else 1
    return before + len(units[: position["character"] * size].decode(encoding))


class Editor:
    """One session. `can` are capabilities of the client."""

    processes = []  # of all sessions

    def __init__(self, program, folder, can=None, arguments=(), environment=None, initialize=True):
        home = Path(folder).parent / "home"
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": "1790000000", **(environment or {})}
        self.folder = Path(folder)
        self.process = subprocess.Popen([program, "lsp", *arguments], cwd="/", env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.processes.append(self.process)
        self.queue = queue.Queue()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()
        self.number = 0
        self.texts = {}
        self.versions = {}
        self.shown = {}  # what was published, by URI
        self.messages = []  # that were shown to the user
        self.requests = []  # of the server
        self.encoding = "utf-16-le"
        if initialize:
            self.abilities = self.initialize(can or {})["capabilities"]

    def read(self):
        while (message := read_message(self.process.stdout)) is not None:
            self.queue.put(message)
        self.queue.put(None)

    def send(self, **message):
        self.process.stdin.write(frame(json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False)))
        self.process.stdin.flush()

    def notify(self, method, **params):
        self.send(method=method, params=params)

    def take(self):
        """The next message; what the server tells is noted."""
        message = self.queue.get(timeout=PATIENCE)
        if message is None:
            raise EOFError("the server has ended")
        params = message.get("params", {})
        if message.get("method") == "textDocument/publishDiagnostics":
            self.shown[params["uri"]] = params
        elif message.get("method") == "window/showMessage":
            self.messages.append(params["message"])
        elif "method" in message:
            self.requests.append(message)
            self.send(id=message["id"], result=None)
        return message

    def answer(self, method, **params):
        """The whole answer to a request."""
        self.number += 1
        self.send(id=self.number, method=method, params=params)
        while True:
            message = self.take()
            if message.get("id") == self.number and "method" not in message:
                return message

    def ask(self, method, **params):
        answer = self.answer(method, **params)
        assert "error" not in answer, answer
        return answer["result"]

    def initialize(self, can):
        result = self.ask("initialize", processId=None, rootUri=self.folder.as_uri(), capabilities=can)
        if result["capabilities"]["positionEncoding"] == "utf-8":
            self.encoding = "utf-8"
        self.notify("initialized")
        return result

    def uri(self, name):
        return name if ":" in name else (self.folder / name).as_uri()

    def settle(self):
        """Waits until the server has nothing more to say: it checks when no message is waiting, as before the second one."""
        self.answer("dockcheck/nothing")
        self.answer("dockcheck/nothing")

    def open(self, name, text, language="dockerfile"):
        uri = self.uri(name)
        self.texts[uri], self.versions[uri] = text, 1
        self.notify("textDocument/didOpen", textDocument={"uri": uri, "languageId": language, "version": 1, "text": text})
        self.settle()

    def change(self, name, *changes):
        """Each change is a new text, or (position, position, text)."""
        uri = self.uri(name)
        self.versions[uri] += 1
        sent = []
        for change in changes:
            if isinstance(change, str):
                self.texts[uri] = change
                sent.append({"text": change})
            else:
                start, end = ({"line": line, "character": character} for line, character in change[:2])
                self.replace(uri, {"range": {"start": start, "end": end}, "newText": change[2]})
                sent.append({"range": {"start": start, "end": end}, "text": change[2]})
        self.notify("textDocument/didChange", textDocument={"uri": uri, "version": self.versions[uri]}, contentChanges=sent)
        self.settle()

    def replace(self, uri, edit):
        text = self.texts[uri]
        begin, end = (offset_of(text, edit["range"][side], self.encoding) for side in ("start", "end"))
        self.texts[uri] = text[:begin] + edit["newText"] + text[end:]

    def close(self, name):
        self.notify("textDocument/didClose", textDocument={"uri": self.uri(name)})
        self.settle()

    def drawn(self, name, diagnostics=None):
        """Diagnostics as lines `LINE:CHARACTER SEVERITY RULE "what is underlined"`."""
        uri = self.uri(name)
        if diagnostics is None:
            diagnostics = self.shown[uri]["diagnostics"]
        text = self.texts.get(uri)
        if text is None:
            text = (self.folder / name).read_text()
        lines = []
        for diagnostic in diagnostics:
            start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
            under = text[offset_of(text, start, self.encoding) : offset_of(text, end, self.encoding)]
            lines.append(f'{start["line"]}:{start["character"]} {SEVERITIES[diagnostic["severity"]]} {diagnostic.get("code", "-")} {json.dumps(under, ensure_ascii=False)}')
        return "\n".join(lines)

    def actions(self, name, line, character=0, only=None):
        position = {"line": line, "character": character}
        context = {"diagnostics": []} if only is None else {"diagnostics": [], "only": [only]}
        return self.ask("textDocument/codeAction", textDocument={"uri": self.uri(name)}, range={"start": position, "end": position}, context=context)

    def apply(self, action):
        """Makes the edits of an action as an editor does: all by the positions before any of them."""
        edit = action["edit"]
        files = [(file["textDocument"]["uri"], file["edits"]) for file in edit.get("documentChanges", [])] or edit["changes"].items()
        for uri, edits in files:
            last_first = sorted(enumerate(edits), key=lambda pair: (*position_key(pair[1]), pair[0]), reverse=True)
            for _, one in last_first:
                self.replace(uri, one)

    def hover(self, name, line, character):
        return self.ask("textDocument/hover", textDocument={"uri": self.uri(name)}, position={"line": line, "character": character})

    def end(self):
        """Shuts the server down; its exit status."""
        self.ask("shutdown")
        self.notify("exit")
        return self.process.wait(PATIENCE)


def position_key(edit):
    start = edit["range"]["start"]
    return start["line"], start["character"]
