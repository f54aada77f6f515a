"""What is handed out besides the hosted site: copies that need no server and no network."""
