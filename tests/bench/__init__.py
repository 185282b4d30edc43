"""Speed as ratios of one run: `python -m tests.bench`. Method and figures: docs/performance.md."""
