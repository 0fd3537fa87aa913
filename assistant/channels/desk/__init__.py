"""The advisor's desk: pages made on the server that work with a keyboard and without scripts."""

from fastapi import APIRouter

from assistant.channels.desk import clients, document, foresight, grounds, overview, review

router = APIRouter(include_in_schema=False)
for part in (overview, clients, foresight, review, grounds):
    router.include_router(part.router)

documents = document.router

__all__ = ["documents", "router"]
