"""Model in, text out: reference style, sitemap."""
