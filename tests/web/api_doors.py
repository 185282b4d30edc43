"""What programs may read: no door of theirs asks who they are."""

from __future__ import annotations

READS = dict.fromkeys(
    (
        "GET /api/openapi.json",
        "GET /api/problems",
        "GET /api/problems/{code}",
        "GET /api/v1/wards",
        "GET /api/v1/wards/{ward}",
        "GET /api/v1/wards/{ward}/answers",
        "GET /api/v1/wards/{ward}/answers/{number}",
        "GET /api/v1/wards/{ward}/coffee-sessions",
        "GET /api/v1/wards/{ward}/coffee-sessions/{meeting}",
        "GET /api/v1/wards/{ward}/conferences",
        "GET /api/v1/wards/{ward}/conferences/{conference}",
        "GET /api/v1/wards/{ward}/fields",
        "GET /api/v1/wards/{ward}/ledger/checkpoint",
        "GET /api/v1/wards/{ward}/ledger/consistency",
        "GET /api/v1/wards/{ward}/ledger/inclusion",
        "GET /api/v1/wards/{ward}/procedures",
        "GET /api/v1/wards/{ward}/procedures/{procedure}",
        "GET /api/v1/wards/{ward}/promises",
        "GET /api/v1/wards/{ward}/promises/{public_id}",
        "GET /api/v1/wards/{ward}/results",
    ),
    "public",
)
