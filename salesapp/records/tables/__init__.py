"""Files as tables: delimited text and workbooks in any encoding become named columns and rows of text, and back."""
