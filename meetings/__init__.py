"""Meetings: conferences, morning coffee, huddles. Built by a later issue."""
