"""The advisor's desk: pages made on the server that work with a keyboard and without scripts."""

from fastapi import APIRouter

from assistant.channels.desk import clients, document, grounds, overview, review

router = APIRouter(include_in_schema=False)
for part in (overview, clients, review, grounds):
    router.include_router(part.router)

documents = document.router

__all__ = ["documents", "router"]
