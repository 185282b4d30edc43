"""The living demo: three wards with history, matters in every state and two months of ratings."""

from web.demo.fill import is_seeded, seed
from web.demo.guide import Account, accounts, addresses

__all__ = ["Account", "accounts", "addresses", "is_seeded", "seed"]
