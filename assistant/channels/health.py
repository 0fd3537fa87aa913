"""Whether the process lives, and whether it can serve."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from assistant.channels.gate import application
from graph.errors import GraphError

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="The process lives · 进程存活")
def healthz() -> dict[str, str]:
    """Always ok while the process answers."""
    return {"status": "ok"}


@router.get("/readyz", summary="The bank's data can be reached · 数据可用")
def readyz(request: Request) -> JSONResponse:
    """200 where the bank's data and the records can be read, else 503 with what cannot."""
    app = application(request)
    try:
        app.bank.advisors.all()
    except GraphError:
        return JSONResponse({"status": "unavailable", "part": "graph"}, 503)
    with app.records.reading() as connection:
        connection.execute("SELECT 1")
    return JSONResponse({"status": "ready"})
