"""The living demo: three wards with history, matters in every state and two months of ratings,
and one whose units stand side by side.
"""

from web.demo.fill import is_seeded, seed

__all__ = ["is_seeded", "seed"]
