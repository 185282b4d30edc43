"""Letters of a ward: congratulation, condolence, thanks (process.md §8, documents.md §2.8)."""
