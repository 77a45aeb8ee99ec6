"""Stage 1: how a delivery of registers becomes the contract tables, as pure descriptions.

`mapping` says what a source.yaml may say, `expressions` what its words compute, `checks` what may be
wrong with a row, `versions` how corrections, withdrawals and erasures work. Reading files and
running an engine is `hejda.engine.read`.
"""
