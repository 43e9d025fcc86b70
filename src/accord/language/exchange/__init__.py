"""The glossary in the formats of other tools: TBX, SKOS and CSV out and in, a Vale style out."""
