# Each target first makes the environment .venv fit, which takes no time when it does.

.PHONY: help run demo editor demo-editor test test-long coverage bench check lock
.NOTPARALLEL:

PYTHON = .venv/bin/python

help:
	@echo "make run          serve the site on http://127.0.0.1:8000 (PORT=8001 for another port)"
	@echo "make editor       create an editor for the site of make run"
	@echo "make demo         serve a demonstration with 300 sample clinics, on a database of its own"
	@echo "make demo-editor  create an editor for the demonstration"
	@echo "make test         check the code, run all tests on SQLite and PostgreSQL (ARGS=\"-k price\" for some)"
	@echo "make test-long    soaks and loads, five minutes each (LONG_SECONDS=60 for one minute)"
	@echo "make coverage     measure which lines the tests run (on SQLite)"
	@echo "make bench        measure the site as ratios, on 1,000 and 10,000 clinics (ARGS=--full: 100,000 too)"
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

test-long:
	@bin/environment requirements-dev.txt
	@bin/test-long $(ARGS)

coverage:
	@bin/environment requirements-dev.txt
	@bin/coverage $(ARGS)

bench:
	@bin/environment requirements-dev.txt
	@bin/bench $(ARGS)

check:
	@bin/environment requirements-dev.txt
	@bin/check

lock:
	@bin/lock $(ARGS)
