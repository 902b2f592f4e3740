"""Canaries: what the samples hold and no output may. A test that makes anything looks for these."""

TWITTER = (
    "canary-ada@lights.example",
    "203.0.113.58",
    "01632 960 341",
    "Canary one",
    "Canary two",
    "Canary three",
    "Canary four",
)
"""An account's address and numbers, two direct messages, a deleted tweet, another's liked words."""

BLOG = (
    "canary-maud@salt-and-starter.example",
    "canary-aldous@post.example",
    "canary-spam@flour.example",
    "canary-lisle@hat.example",
    "canary-pikes@averley.example",
    "canary-beatrice@yeast.example",
    "canary-dilys@averley.example",
    "198.51.100.",
    "cANARY-pass-1994",
    "CANARY-DRAFT-ONE",
    "CANARY-DRAFT-TWO",
    "CANARY-PENDING",
    "CANARY-PRIVATE",
    "CANARY-PASSWORD",
    "CANARY-FUTURE",
    "CANARY-TRASH",
    "CANARY-COMMENT",
)
"""Readers' addresses, a password, what was never published, and what readers said."""
