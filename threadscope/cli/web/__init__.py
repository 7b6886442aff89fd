"""The interface in a browser: who may come in, what is served, what runs for each who came."""
