# On a fresh machine with Swift, `make test` installs what it needs first and does the rest.

SHELL := /bin/bash
PACKAGES := libyaml-dev libsimdjson-dev libre2-dev libsodium-dev libsqlite3-dev tzdata python3 python3-venv git ca-certificates g++ binutils time
BUILD := swift build -c release

.PHONY: setup demo test bench bench-check bench-dry-run semantics fuzz fmt lint

## setup: the Debian packages and the Python validators, if any is missing
setup:
	@missing=""; for p in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q "ok installed" || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  as_root=""; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	  $$as_root apt-get update -qq && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; fi
	@$(MAKE) --no-print-directory $(VALIDATORS)

# Validators of JSON Schema, from PyPI. Where they cannot be had, the test that needs them says so and fails; the others run.
VALIDATORS := .build/validators/installed
$(VALIDATORS): Tests/SchemasTests/requirements.txt
	@mkdir -p .build && rm -rf .build/validators && python3 -m venv .build/validators && \
	  .build/validators/bin/pip install -q --disable-pip-version-check -r $< && touch $@ || \
	  { rm -rf .build/validators; echo "check-jsonschema could not be installed from PyPI: SchemasTests will fail."; }

## demo: checks the rules, plays their scenarios, and tries the collections workflows on a history of a year
PROVISO := .build/release/proviso
DEMO_CALLS := .build/demo-calls.ndjson
DEMO_RUN := dry-run invoice-reminders five-reminders --rules Rules --rules Workflows --rules Examples/five-reminders \
	--events Examples/history.ndjson
DEMO_STORY := explain invoice-reminders --rules Rules --rules Workflows --events Examples/history.ndjson --run INV-54
demo: setup
	@echo "Building; this takes a few minutes the first time."
	@mkdir -p .build && $(BUILD) --product proviso >.build/demo.log 2>&1 || { cat .build/demo.log; exit 1; }
	@echo; echo "1. Are the rules right?"; echo "\$$ proviso check Rules Workflows Examples/five-reminders"
	@$(PROVISO) check Rules Workflows Examples/five-reminders
	@echo; echo "2. Do they what their authors meant?"; echo "\$$ proviso test"
	@$(PROVISO) test
	@echo; echo "3. What would they have done in a year of 200 invoices? Nothing is sent: a billing book in memory answers."
	@echo "\$$ proviso $(DEMO_RUN)" | tr -d '\t' | sed 's/  */ /g'
	@$(PROVISO) $(DEMO_RUN) --out $(DEMO_CALLS)
	@echo; echo "4. What became of one invoice, and why?"
	@echo "\$$ proviso $(DEMO_STORY)" | tr -d '\t' | sed 's/  */ /g'
	@$(PROVISO) $(DEMO_STORY)
	@echo; echo "All calls are in $(DEMO_CALLS). Change a rule in Workflows/ and run this again."

## lint: formatting and style; prints what is wrong and changes nothing
lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks Examples

## fmt: puts every Swift file into the one layout
fmt:
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks Examples

## test: lint, build with warnings as errors, and every test, in release
test: setup lint
	$(BUILD) --build-tests
	$(BUILD) --product proviso
	PROVISO_VALIDATORS=required swift test -c release --skip-build

## bench: figures as ratios within one run
bench: setup
	swift run -c release benchmarks

## bench-check: how long proviso check takes, from start to exit
bench-check: setup
	$(BUILD) --product proviso
	python3 Benchmarks/check-speed.py

## bench-dry-run: plays a generated list of INVOICES receivables, and says how long it took and how much memory
INVOICES := 1000000
bench-dry-run: setup
	$(BUILD) --product proviso
	$(PROVISO) generate receivables --seed 1 --invoices $(INVOICES) --out .build/receivables.csv
	command time -f '%e s, %U s + %S s of processor time, %M KB of memory' $(PROVISO) dry-run five-reminders \
		--rules Rules --rules Examples/five-reminders --events .build/receivables.csv \
		--map Examples/five-reminders/settled.mapping.yaml --out .build/calls.ndjson

## semantics: the machine beside the naive model: every order of DEPTH inputs, and SAMPLES random sequences, over each named workflow
DEPTH := 6
SAMPLES := 1000000
semantics: setup
	PROVISO_DEPTH=$(DEPTH) PROVISO_SAMPLES=$(SAMPLES) PROVISO_REPORT=1 swift test -c release --filter SemanticsTests

## fuzz: each target SECONDS long, two at a time, under coverage guidance, AddressSanitizer and LeakSanitizer
FUZZ_TARGETS := decimals codec yaml json csv
SECONDS := 60
FUZZ_BUILD := PROVISO_FUZZ=1 $(BUILD) --scratch-path .build/fuzz --product fuzz --sanitize=fuzzer \
	-Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=address -Xcxx -fsanitize=address
fuzz: setup
	$(FUZZ_BUILD)
	Tests/Fuzz/run planted
	printf '%s\n' $(FUZZ_TARGETS) | xargs -P 2 -I TARGET Tests/Fuzz/run TARGET $(SECONDS)
