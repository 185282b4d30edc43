"""Residents who want to hear of new answers by e-mail, without an account."""
