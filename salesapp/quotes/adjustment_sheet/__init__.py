"""The sheet on which a draft is given discounts and charges, on a line or on the whole document."""
