"""HTML to lines of text and what its elements state; a child process imports it, so no Polars."""
