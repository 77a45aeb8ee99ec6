"""Stage 10, evaluate: how well a ranking or a probability does, and for whom.

In: arrays with one element per row, a row being one person at one landmark. Out: numbers. Decides:
nobody. No model, no engine and no file here, so that every measure can be held against others' code.
A row's `weight` says how often it was drawn; a bootstrap draw is a vector of weights, and a measure
with weights is that of the sample written out.
"""
