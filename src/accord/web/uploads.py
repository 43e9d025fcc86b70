"""Files on their way in: straight into the workspace, and never larger on the disk than a file may be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class Bounded(TemporaryFileUploadHandler):
    """Keeps each file in the workspace's private folder. One that is too large is let go while it still comes in; its
    name stands in ``request.too_large``, a list, for the page to say."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True, mode=0o700)
        super().new_file(*args, **kwargs)
        self._too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > settings.ACCORD.limit_upload_mb * 1_000_000:
            self._let_go()
        if not self._too_large:
            super().receive_data_chunk(raw_data, start)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        return None if self._too_large else super().file_complete(file_size)

    def _let_go(self) -> None:
        if self._too_large:
            return
        self._too_large = True
        self.file.close()
        request: Any = self.request
        request.too_large = [*getattr(request, "too_large", []), self.file_name]
