"""Model in, text or data out: what a page says of itself, structured data, sitemap, feeds, data forms, pictures, reference style."""
