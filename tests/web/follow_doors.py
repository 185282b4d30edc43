"""The doors of askers, and of those who follow by e-mail."""

from __future__ import annotations

PUBLIC = "public"

FOLLOW_PAGES = {
    "GET /{slug}/theo-doi": PUBLIC,
    "POST /{slug}/theo-doi": PUBLIC,
    "GET /{slug}/theo-doi/da-gui": PUBLIC,
    "GET /theo-doi/{token}": PUBLIC,
    "POST /theo-doi/{token}": PUBLIC,
    "GET /theo-doi/xac-nhan/{token}": PUBLIC,
    "POST /theo-doi/xac-nhan/{token}": PUBLIC,
    "GET /theo-doi/cau-hoi/dong-y/{token}": PUBLIC,
    "POST /theo-doi/cau-hoi/dong-y/{token}": PUBLIC,
    "GET /theo-doi/cau-hoi/{token}": PUBLIC,
    "POST /theo-doi/cau-hoi/{token}": PUBLIC,
}

TRACK_PAGES = {
    "GET /tra-cuu": PUBLIC,
    "POST /tra-cuu": PUBLIC,
    "GET /tra-cuu/{key}": PUBLIC,
    "GET /tra-cuu/{key}/cach-tinh-han": PUBLIC,
    "POST /tra-cuu/{key}/danh-gia": PUBLIC,
    "POST /tra-cuu/{key}/tra-loi": PUBLIC,
    "POST /tra-cuu/{key}/xoa-lien-he": PUBLIC,
    "GET /tra-cuu/{key}/rut-lai": PUBLIC,
    "POST /tra-cuu/{key}/rut-lai": PUBLIC,
}
