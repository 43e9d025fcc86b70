"""What both sides agreed: docket, promises, two signatures."""
