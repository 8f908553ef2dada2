"""The two programs that are compared: questions and answers as JSON, a line each."""

import base64
import json
import subprocess
import threading

PATIENCE = 120  # seconds for one batch


def text_json(data):
    """Bytes as the programs take them: a string, or base64 when they are not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"b64": base64.b64encode(data).decode()}


def bytes_of(value):
    return base64.b64decode(value["b64"]) if isinstance(value, dict) else value.encode()


class Program:
    """A program that answers a line with a line. Where it dies it is started anew behind the question that killed it."""

    def __init__(self, *command):
        self.command = command
        self.process = None

    def ask(self, questions):
        """The answers to a batch; {"died": why} for a question that ended the program."""
        answers = []
        lines = [json.dumps(question).encode() + b"\n" for question in questions]
        while len(answers) < len(lines):
            self._start()
            self._answer(lines[len(answers):], answers)
        return answers

    def _start(self):
        if self.process is None:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def _answer(self, lines, answers):
        watch = threading.Timer(PATIENCE, self.process.kill)
        writer = threading.Thread(target=self._write, args=(b"".join(lines),))
        watch.start()
        writer.start()
        for _ in lines:
            line = self.process.stdout.readline()
            if not line:
                break
            answers.append(json.loads(line))
        else:
            line = b"all"
        watch.cancel()
        if not line:
            answers.append({"died": f"status {self.process.wait()}"})
            self.process = None
        writer.join()

    def _write(self, data):
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
