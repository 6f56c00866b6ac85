"""What takes minutes: soaks and loads, by hand with `make test-long`."""
