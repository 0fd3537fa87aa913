"""Search in the policy library."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from assistant.channels.gate import Signed, application
from knowledge.model import Filters, Findings

router = APIRouter(prefix="/policies", tags=["制度 · Policies"])


@router.get("/search", summary="检索条款 · Search clauses")
def search(
    request: Request,
    speaker: Signed,
    q: Annotated[str, Query(min_length=1, max_length=1000, examples=["信用卡分期手续费怎么披露"])],
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Findings:
    """按今天有效的条款检索；没有依据时为空。 · Clauses in force today; none where none answers."""
    app = application(request)
    audience = "customer" if speaker.is_customer else "staff"
    return app.library.search(q, app.clock().date(), limit, Filters(audience=audience))
