"""When: dates that the page declares and displays, in any language, weighed against each other."""
