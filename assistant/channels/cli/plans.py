"""`advisor plan`: drafts and what becomes of them."""

import typer

app = typer.Typer(no_args_is_help=True, help="方案。Plans.")
