# Two commands for a newcomer, with nothing but python3, make and git:
#   make demo   reads the invented documents of examples/, answers three questions, writes pages to demo/
#   make test   lint, types, README, tests
.DEFAULT_GOAL := help
.PHONY: help demo test lint lock readme neo4j clean

READY := .venv/.zeren

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | head -n 3
	@echo '  make lint    lint and types only'
	@echo '  make readme  the generated blocks of the READMEs and docs/ anew'
	@echo '  make neo4j   runs a Neo4j server of its own (Java 17, Maven) and prints how to connect'
	@echo '  make lock    requirements.lock anew from pyproject.toml'
	@echo '  make clean   removes .venv, demo/ and caches'

demo: $(READY)
	@.ci/demo

test: $(READY)
	@.ci/test

lint: $(READY)
	@.ci/lint

readme: $(READY)
	@.ci/readme

neo4j: $(READY)
	@.ci/neo4j-server

lock:
	@.ci/lock

clean:
	rm -rf .venv demo .cache .mypy_cache .ruff_cache .pytest_cache build *.egg-info

# Made anew when what is to be installed changes; otherwise the second run starts at once.
$(READY): requirements.lock pyproject.toml
	@.ci/venv
