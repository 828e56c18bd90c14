"""Lists of choices that an administrator extends: lead sources, industries and their like.

A field names its list as it would name an enum. What the product begins with is declared in code, so that rules and
translations can speak of it; names, order, and what the company added are rows.
"""
