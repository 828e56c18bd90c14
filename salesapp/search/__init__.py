"""Finding any record by what people remember of it: words, digits, Chinese characters or pinyin."""
