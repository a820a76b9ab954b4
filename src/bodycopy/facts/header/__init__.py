"""The header of the article: kicker, headline, standfirst."""
