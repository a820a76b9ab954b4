"""The front page: the inspector, as the service serves it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

__all__ = ["front"]


async def front(request: Request) -> Response:
    """The inspector, which asks ``/v1/inspect`` and ``/v1/corrections``."""
    # Only here: a service without browsers needs none of it.
    from bodycopy.inspector import content_security_policy, inspector_page

    policy = f"{content_security_policy()}; frame-ancestors 'none'"
    headers = {"content-security-policy": policy, "cache-control": "no-cache"}
    return Response(inspector_page(served=True), headers=headers, media_type="text/html")
