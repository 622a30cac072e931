# AdvBook: `make` alone lists the targets. Each target is one line there: the text after `##`.

.DEFAULT_GOAL := help
.PHONY: help site test bench deps lint format clean
# Two Swift builds at once only wait for each other's lock.
.NOTPARALLEL:

sources := Sources Tests Benchmarks/advbench Package.swift

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

site: deps ## build the course website from notebooks/ into _site/
	swift build -c release --product advbook
	.build/release/advbook build notebooks --out _site
	@echo "The site: file://$(CURDIR)/_site/index.html"

test: deps ## run all tests
	swift test

bench: deps ## compare the speed with PyTorch's libraries (makes Benchmarks/.venv)
	Benchmarks/run.py

deps: ## install the Debian packages that are missing (site and test do it first)
	@scripts/install-dependencies

lint: deps ## check the format of the Swift sources
	swift format lint --strict -r $(sources)

format: deps ## rewrite the Swift sources in the project's format
	swift format -i -r $(sources)

clean: ## remove what was built: .build/, _site/ and what the benchmark made
	rm -rf .build _site Benchmarks/.venv Benchmarks/.work
