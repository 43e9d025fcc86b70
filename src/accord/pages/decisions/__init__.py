"""What the pages of decisions say: the docket, one decision, the form to decide together, the record of promises."""
