"""The people: the simulated organization, its rows, its page. AWS accounts, not logins."""
