"""The one gateway to a person: every e-mail, text and letter goes through `reporting.post.gateway.send`."""
