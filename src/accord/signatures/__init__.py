"""What both sides signed, so that a change to any byte of it is found: canonical texts, signatures, a hash chain.

Statement (what one person signs) < signature (with its proof, recorded by the server) < entry (one text, both
signatures, one link of the chain) < export and archive (files that anyone can check without the server).
"""
