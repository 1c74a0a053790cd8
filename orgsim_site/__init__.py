"""The wiring: settings, addresses, servers, health. No rule lives here."""

VERSION = "0.1.0"
