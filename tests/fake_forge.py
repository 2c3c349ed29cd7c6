"""A forge on this machine, as far as issues and pull requests go, in the three dialects.

It is strict where the real ones are: a request without the right header is refused, a label
that Forgejo does not know cannot be given, and what it was asked stands in ``asked``.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "f0rge-t0ken-4711"
REPOSITORY = "example/feedback"

Kind = Literal["github", "gitlab", "forgejo"]
_ROOT = {"github": "", "gitlab": "/api/v4", "forgejo": "/api/v1"}
_SECRET = {
    "github": ("Authorization", f"Bearer {TOKEN}"),
    "gitlab": ("PRIVATE-TOKEN", TOKEN),
    "forgejo": ("Authorization", f"token {TOKEN}"),
}


class FakeForge(ThreadingHTTPServer):
    """The forge: its issues by number, and the pull requests that were opened."""

    daemon_threads = True

    def __init__(self, kind: Kind) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kind = kind
        self.issues: dict[int, dict[str, Any]] = {}
        self.pulls: list[dict[str, Any]] = []
        self.labels: dict[str, int] = {}
        self.members = {"annaberg": 17}
        self.asked: list[str] = []
        # Takes the place of the next answer: a status, and what is sent with it.
        self.instead: tuple[int, str, dict[str, str]] | None = None

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{_ROOT[self.kind]}"

    def add(self, title: str, body: str, *labels: str, state: str = "open", **more: Any) -> int:
        """Put an issue there, as somebody would by hand."""
        number = len(self.issues) + 1
        self.issues[number] = {
            "number": number,
            "title": title,
            "body": body,
            "labels": list(labels),
            "state": state,
            "assignees": [],
            **more,
        }
        for label in labels:
            self.labels.setdefault(label, 100 + len(self.labels))
        return number

    def open_issues(self) -> list[dict[str, Any]]:
        return [issue for issue in self.issues.values() if issue["state"] == "open"]


@contextmanager
def fake_forge(kind: Kind) -> Iterator[FakeForge]:
    """A forge that runs as long as the context."""
    with FakeForge(kind) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: FakeForge

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def do_PATCH(self) -> None:
        self._do()

    def do_PUT(self) -> None:
        self._do()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _do(self) -> None:
        forge = self.server
        address = urlsplit(self.path)
        forge.asked.append(f"{self.command} {self.path}")
        length = int(self.headers.get("Content-Length") or 0)
        values = json.loads(self.rfile.read(length) or b"{}")
        name, secret = _SECRET[forge.kind]
        if forge.instead is not None:
            self._answer(*forge.instead)
            forge.instead = None
        elif self.headers.get(name) != secret:
            self._answer(401, '{"message": "Bad credentials"}')
        else:
            query = {key: found[0] for key, found in parse_qs(address.query).items()}
            status, answer = self._found(
                address.path.removeprefix(_ROOT[forge.kind]), query, values
            )
            self._answer(status, json.dumps(answer))

    def _answer(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        data = body.encode()
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _found(self, path: str, query: dict[str, str], values: dict[str, Any]) -> tuple[int, Any]:
        forge = self.server
        if forge.kind == "gitlab" and path == "/users":
            number = forge.members.get(query["username"])
            return 200, [] if number is None else [{"id": number}]
        top = f"/repos/{REPOSITORY}"
        if forge.kind == "gitlab":
            top = f"/projects/{REPOSITORY.replace('/', '%2F')}"
        if not path.startswith(f"{top}/"):
            return 404, {"message": "Not Found"}
        parts = unquote(path.removeprefix(f"{top}/")).split("/")
        match self.command, parts:
            case "GET", ["issues"]:
                return 200, self._listed(query)
            case "POST", ["issues"]:
                return self._opened(values)
            case (("PATCH" | "PUT"), ["issues", called]):
                return 200, self._changed(int(called), values)
            case "GET", ["labels"] if forge.kind == "forgejo":
                return 200, [{"id": id_, "name": name} for name, id_ in forge.labels.items()]
            case "POST", ["labels"] if forge.kind == "forgejo":
                forge.labels[values["name"]] = 100 + len(forge.labels)
                return 201, {"id": forge.labels[values["name"]], "name": values["name"]}
            case "POST", ["pulls" | "merge_requests"]:
                forge.pulls.append(values)
                return 201, {
                    "html_url": "https://forge.example/pull/1",
                    "web_url": "https://forge.example/pull/1",
                }
        return 404, {"message": "Not Found"}

    def _listed(self, query: dict[str, str]) -> list[dict[str, Any]]:
        assert query["state"] == "all"
        size = int(query.get("per_page") or query["limit"])
        start = (int(query["page"]) - 1) * size
        found = [one for one in self.server.issues.values() if query["labels"] in one["labels"]]
        return [self._shown(one) for one in found[start : start + size]]

    def _shown(self, issue: dict[str, Any]) -> dict[str, Any]:
        number = issue["number"]
        if self.server.kind == "gitlab":
            state = "opened" if issue["state"] == "open" else "closed"
            return {
                "iid": number,
                "title": issue["title"],
                "description": issue["body"],
                "state": state,
                "web_url": f"https://forge.example/issues/{number}",
            }
        return {**issue, "html_url": f"https://forge.example/issues/{number}"}

    def _opened(self, values: dict[str, Any]) -> tuple[int, Any]:
        forge = self.server
        if forge.kind == "gitlab":
            labels = values["labels"].split(",")
            body, assignees = values["description"], values["assignee_ids"]
        else:
            labels, body, assignees = values["labels"], values["body"], values["assignees"]
            if not set(assignees) <= set(forge.members):
                return 422, {"message": "Validation Failed"}
        if forge.kind == "forgejo":
            names = {number: name for name, number in forge.labels.items()}
            labels = [names[number] for number in labels]
        number = forge.add(values["title"], body, *labels)
        forge.issues[number]["assignees"] = assignees
        return 201, self._shown(forge.issues[number])

    def _changed(self, number: int, values: dict[str, Any]) -> Any:
        issue = self.server.issues[number]
        if self.server.kind == "gitlab":
            state = {"close": "closed", "reopen": "open"}[values["state_event"]]
            values = {"title": values["title"], "body": values["description"], "state": state}
        issue.update(values)
        return self._shown(issue)
