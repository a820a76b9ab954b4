"""Fuzzing: what must hold for any bytes, written as functions, and what looks for a counterexample.

``targets/`` has a file for each part of the package that reads what the web sends; each opens
with its promise. ``python -m fuzz`` runs them under atheris and libFuzzer; ``tests/test_fuzz.py``
runs each over its corpus without either.
"""
