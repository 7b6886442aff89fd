"""HTML to lines of text, and what its elements state, without Polars: a child process imports it."""
