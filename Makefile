# make run   starts everything; make help lists the rest.
.DEFAULT_GOAL := help
BIN := .venv/bin

.PHONY: help run test check neo4j evals bench lock clean setup setup-dev

help: ## 列出命令 List the commands
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup:
	@sh deploy/setup

setup-dev:
	@sh deploy/setup dev

run: setup ## 安装并启动大通顾问 Install what is needed and start the advisor
	@exec $(BIN)/advisor serve

test: setup-dev ## 全部测试 All tests: the fast ring, then real servers and a browser
	@sh .ci/rings

check: setup-dev ## 格式、类型、依赖约束、快速测试 Format, lint, types, import contracts, fast tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/basedpyright --level error
	@PYTHONPATH=. $(BIN)/lint-imports
	@$(BIN)/pytest -q -n 2 -m "not graph and not spark and not browser and not live"

neo4j: setup ## 下载并启动真正的 Neo4j Fetch and start a real Neo4j (needs Java 17 or 21, and Maven)
	@$(BIN)/python deploy/neo4j/neo4j_local.py start

evals: setup ## 运行对话脚本 Play the scripted conversations
	@$(BIN)/python -m evals run

bench: setup ## 运行基准 Run the benchmarks
	@$(BIN)/python -m evals bench speed

lock: setup-dev ## 重新锁定依赖 Write the locks anew
	@sh deploy/lock

clean: ## 删除缓存与构建产物，不动数据 Remove caches and builds; the data in var/ stays
	@rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
