"""What the site knows; imports neither Flask nor Whoosh."""
