"""The page: questions in a browser, answered with the original clause; it uses the HTTP interface only."""
