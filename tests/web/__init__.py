"""Tests of the web. Scenes are read in one order, whichever test asks for them first, as some build on others."""

import tests.web.scenes  # noqa: F401
