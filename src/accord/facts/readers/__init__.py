"""One file per kind of export; found by listing this folder."""
