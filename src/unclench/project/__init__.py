"""The project: settings, addresses, the server's entry, the data folder."""
