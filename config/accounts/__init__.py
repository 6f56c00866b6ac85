"""The accounts of the people at the desk: how logins are slowed down, and what is noted of them."""
