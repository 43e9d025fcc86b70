"""What work is called on pages."""

from __future__ import annotations

KINDS = {
    "look": "Looking what the files would bring",
    "import_files": "Reading files into the facts",
    "undo_import": "Taking an import out again",
    "analyse": "Working out the findings anew",
    "verify_due": "Verifying the promises that are due",
    "send_mail": "Sending mail",
    "forget_old": "Clearing away what nobody needs any more",
    "nightly": "Beginning the nightly round",
    "make_demo": "Making up a company",
    "move_clock": "Moving the demo's clock",
}
