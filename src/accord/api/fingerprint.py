"""Whether two requests are the same: a hash of all that they ask, files included."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest


def fingerprint(request: HttpRequest) -> str:
    """64 hexadecimal digits over method, address, and body. A form with files counts by its fields, because a client
    that sends it again draws another boundary."""
    whole = hashlib.sha256()
    for part in _parts(request):
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    yield f"{request.method} {request.get_full_path()}".encode()
    if request.content_type != "multipart/form-data":
        yield request.body
        return
    for name, values in sorted(request.POST.lists()):
        yield from (text.encode() for text in (name, *values))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield f"{name} {file.name}".encode()
            yield _hash(file)


def _hash(file: UploadedFile[Any]) -> bytes:
    whole = hashlib.sha256()
    for chunk in file.chunks():
        whole.update(chunk)
    file.seek(0)
    return whole.digest()
