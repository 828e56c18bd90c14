"""HTTP and HTML without a word of any feature: guards, rendering, forms, formatting, errors, navigation."""
