"""Who is behind the text: authors, agencies, the credit line, the place it was filed from."""
