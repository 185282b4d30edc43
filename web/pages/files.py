"""Files that belong to an answer and were confirmed to show nobody."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core.errors import NotFound
from dialogue.matters.queries import attachments, board
from dialogue.matters.queries.attachments import FileContent
from dialogue.ward import queries
from web.access import PUBLIC

# A file opens nothing else and runs nothing, whatever it holds.
SANDBOX = "default-src 'none'; sandbox"


@get("/{slug:str}/hoi-dap/{number:int}/tep/{public_id:str}", opt=PUBLIC)
async def show_file(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    public_id: FromPath[str],
) -> Response[bytes]:
    ward = await queries.ward_id(slug)
    answer = await board.answer(ward, number)
    if public_id not in {each.public_id for each in answer.files}:
        raise NotFound("no such file of this answer")
    return sent(request, await attachments.read_public(ward, public_id))


handlers = [show_file]


def sent(request: Request[Any, Any, Any], file: FileContent) -> Response[bytes]:
    """Pictures beside the page, all else as a download."""
    tag = f'"{file.digest[:32]}"'
    kind = "inline" if file.media_type.startswith("image/") else "attachment"
    headers = {
        "ETag": tag,
        "Cache-Control": "no-cache",  # it may be taken back
        "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    return Response(file.data, media_type=file.media_type, headers=headers)
