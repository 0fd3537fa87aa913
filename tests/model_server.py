"""A real HTTP server that speaks /v1/chat/completions, well or badly, for tests of the engine."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Mode = Literal[
    "normal", "fenced", "slow", "dripping", "broken_json", "invents", "error", "nonsense"
]
Wording = Callable[[str], str]


def as_it_is(draft: str) -> str:
    return draft


class ModelServer:
    """Answers requests with tools by `heard`, others by `wording` of the draft; keeps them all.

    `heard` is one answer or several to be given in turn, the last one again and again.
    """

    def __init__(
        self,
        *heard: dict[str, Any],
        mode: Mode = "normal",
        wording: Wording = as_it_is,
        delay: float = 0.0,
    ) -> None:
        self.heard = list(heard) or [{"commands": []}]
        self.mode: Mode = mode
        self.wording = wording
        self.delay = delay
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self._stopping = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> "ModelServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def message(self, request: dict[str, Any]) -> dict[str, Any]:
        """The assistant's message for a request."""
        if not request.get("tools"):
            return {"role": "assistant", "content": self._worded(request)}
        heard = self.heard.pop(0) if len(self.heard) > 1 else self.heard[0]
        if self.mode == "fenced":
            fenced = json.dumps(heard, ensure_ascii=False)
            return {"role": "assistant", "content": f"<think>好的</think>```json\n{fenced}\n```"}
        arguments = '{"commands": [' if self.mode == "broken_json" else json.dumps(heard)
        call = {
            "id": "call-1",
            "type": "function",
            "function": {"name": request["tools"][0]["function"]["name"], "arguments": arguments},
        }
        return {"role": "assistant", "content": None, "tool_calls": [call]}

    def _worded(self, request: dict[str, Any]) -> str:
        system = str(request["messages"][0]["content"])
        draft = system.rpartition("The draft:\n\n")[2]
        return f"{draft} 年化收益 88.8%" if self.mode == "invents" else self.wording(draft)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.requests.append(json.loads(body))
                outer.keys.append(self.headers["Authorization"])
                if outer.mode == "error":
                    self.send_error(500)
                    return
                payload = outer.answer(outer.requests[-1])
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                for piece in outer.pieces(payload):
                    self.wfile.write(piece)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler

    def pieces(self, payload: bytes) -> Iterator[bytes]:
        """The answer whole, late, or a byte at a time; cut off when the server stops."""
        size = 1 if self.mode == "dripping" else len(payload)
        for at in range(0, len(payload), size):
            if self.mode in {"slow", "dripping"} and self._stopping.wait(self.delay):
                return
            yield payload[at : at + size]

    def answer(self, request: dict[str, Any]) -> bytes:
        if self.mode == "nonsense":
            return b'{"hello": "world"}'
        choice = {"index": 0, "message": self.message(request), "finish_reason": "stop"}
        whole = {
            "id": "x",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": request["model"],
            "choices": [choice],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
        return json.dumps(whole, ensure_ascii=False).encode()
