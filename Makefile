# Each target first makes the environment .venv fit, which takes no time when it does.

.PHONY: help run demo editor demo-editor test check lock
.NOTPARALLEL:

PYTHON = .venv/bin/python

help:
	@echo "make run          serve the site on http://127.0.0.1:8000 (PORT=8001 for another port)"
	@echo "make editor       create an editor for the site of make run"
	@echo "make demo         serve a demonstration with 300 sample clinics, on a database of its own"
	@echo "make demo-editor  create an editor for the demonstration"
	@echo "make test         check the code, run all tests on SQLite and PostgreSQL (ARGS=\"-k price\" for some)"
	@echo "make check        check style, migrations and the settings of a public server"
	@echo "make lock         resolve the dependencies again (ARGS=--upgrade for newer releases)"

run:
	@bin/environment requirements.txt
	@$(PYTHON) bin/serve.py

demo:
	@bin/environment requirements.txt
	@$(PYTHON) bin/serve.py --demo

editor:
	@bin/environment requirements.txt
	@$(PYTHON) bin/serve.py --editor

demo-editor:
	@bin/environment requirements.txt
	@$(PYTHON) bin/serve.py --demo --editor

test:
	@bin/environment requirements-dev.txt
	@bin/test $(ARGS)

check:
	@bin/environment requirements-dev.txt
	@bin/check

lock:
	@bin/lock $(ARGS)
