"""Programs and libraries of other people that read what dockcheck writes, fetched from npm and PyPI. For check-formats."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

SCHEMA_PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"  # carries the schema, nothing of it is run
SCHEMA_MEMBER = "package/lib/schemas/sarif-2.1.0-rtm.5.json"
NODE_PACKAGES = {
    "sarif": "@microsoft/sarif-multitool@5.7.0",
    "rdjson": "@umbrelladocs/rdformat-validator@1.0.1",
    "checkstyle": "danger-plugin-lint-report@1.8.1",
}
PYTHON_PACKAGES = ["jsonschema[format-nongpl]", "junitparser==5.0.3"]
# What Sarif.Multitool says that is not ours to mend: the project has no address yet that a tool's page could have.
NOT_OURS = {("SARIF2005", "Warning_ProvideToolnformationUri")}
READ_CHECKSTYLE = """
const xml = require("xml-js"), fs = require("fs");
const { parseCheckstyle } = require("danger-plugin-lint-report/dist/parse/checkstyle_parser");
console.warn = () => {};
const document = xml.xml2js(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(parseCheckstyle(document, "")));
"""


def skip(why):
    print(f"SKIPPED: output formats against their schemas, {why}")
    sys.exit(77)


def quiet(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def with_python_packages(work):
    """Starts the script anew with a Python that has what is needed, unless this one has."""
    try:
        import jsonschema, junitparser, rfc3986_validator  # noqa: E401, F401  (the last checks URIs)
        return
    except ImportError:
        pass
    if "CHECK_FORMATS_PYTHON" in os.environ:
        skip("pip cannot install " + ", ".join(PYTHON_PACKAGES))
    environment = Path(work) / "python"
    if quiet([sys.executable, "-m", "venv", str(environment)]).returncode:
        skip("python3 has no venv")
    python = environment / "bin/python"
    quiet([str(python), "-m", "pip", "install", "-q", *PYTHON_PACKAGES])
    status = subprocess.run([str(python), *sys.argv], env={**os.environ, "CHECK_FORMATS_PYTHON": "1"})
    sys.exit(status.returncode)


class Node:
    """The packages of npm, in a folder of their own."""

    def __init__(self, work):
        self.folder = Path(work) / "node"
        self.folder.mkdir()
        (self.folder / "package.json").write_text("{}")
        try:
            made = quiet(["npm", "install", "--silent", "--no-audit", *NODE_PACKAGES.values()], cwd=self.folder)
        except FileNotFoundError:
            skip("there is no npm")
        if made.returncode:
            skip("npm cannot fetch " + ", ".join(NODE_PACKAGES.values()))

    def sarif_schema(self):
        packed = quiet(["npm", "pack", "--silent", SCHEMA_PACKAGE], cwd=self.folder)
        archives = list(self.folder.glob("*.tgz"))
        if packed.returncode or not archives:
            skip(f"npm cannot fetch {SCHEMA_PACKAGE}")
        with tarfile.open(archives[0]) as archive:
            return json.load(archive.extractfile(SCHEMA_MEMBER))

    def run(self, *words, text=None):
        return quiet(["node", *words], cwd=self.folder, input=text)


def validator_of(schema):
    """Made once for a schema, and used for many documents."""
    import jsonschema
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema, format_checker=jsonschema.FormatChecker())


def schema_complaints(validator, document):
    return [f"{problem.json_path}: {problem.message[:200]}" for problem in validator.iter_errors(document)]


def multitool_complaints(node, text):
    """Errors and warnings of Sarif.Multitool, one text each; notes are matters of taste."""
    log, report = node.folder / "log.sarif", node.folder / "report.sarif"
    log.write_text(text, encoding="utf-8")
    programs = list((node.folder / "node_modules/@microsoft").glob("sarif-multitool-*/Sarif.Multitool*"))
    program = next((path for path in programs if path.name in ("Sarif.Multitool", "Sarif.Multitool.exe")), None)
    assert program, "the npm package has no Sarif.Multitool for this system"
    run = quiet([str(program), "validate", str(log), "--output", str(report), "--log", "ForceOverwrite", "--level",
                 "Error;Warning", "--rule-kind", "Sarif;Ghas"],
                env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"})
    assert report.exists(), (run.stdout + run.stderr).decode(errors="replace")[-500:]
    complaints = []
    for result in json.loads(report.read_text(encoding="utf-8-sig"))["runs"][0]["results"]:
        if (result["ruleId"], result["message"].get("id")) in NOT_OURS:
            continue
        complaints.append(f"{result['ruleId']} {result.get('level')}: {json.dumps(result['message'])[:300]}")
    return complaints


def rdjson_complaints(node, text):
    """What the validator of the Reviewdog Diagnostic Format has against it."""
    document = node.folder / "report.json"
    document.write_text(text, encoding="utf-8")
    validator = "node_modules/@umbrelladocs/rdformat-validator/bin/rdformat-validator.js"
    run = node.run(validator, "--strict", "--no-extra-fields", document.name)
    return [] if run.returncode == 0 else [(run.stdout + run.stderr).decode(errors="replace")[:1000]]


def checkstyle_violations(node, text):
    """The violations that a reader of Checkstyle reports sees."""
    run = node.run("-e", READ_CHECKSTYLE, text=text.encode())
    assert run.returncode == 0, run.stderr.decode(errors="replace")[:500]
    return json.loads(run.stdout)


def junit_cases(text):
    """(suite, case, told) of each test case, as junitparser reads them: told where it failed or was skipped."""
    import junitparser
    report = junitparser.JUnitXml.fromstring(text.encode())
    return [(suite, case, any(isinstance(r, (junitparser.Failure, junitparser.Skipped)) for r in case.result)) for suite in report for case in suite]


def unescaped(text, is_property):
    """As the runner of GitHub Actions does, % last."""
    escapes = [("%0D", "\r"), ("%0A", "\n")] + ([("%3A", ":"), ("%2C", ",")] if is_property else [])
    for escape, character in [*escapes, ("%25", "%")]:
        text = text.replace(escape, character)
    return text


def github_command(line):
    """(name, properties, message) of a line that the runner of GitHub Actions takes for a command, or None."""
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, rest = line[2:end].partition(" ")
    pairs = (pair.split("=", 1) for pair in rest.strip().split(",") if pair)
    properties = {pair[0]: unescaped(pair[1], True) for pair in pairs if len(pair) == 2}
    return name, properties, unescaped(line[end + 2 :], False)
