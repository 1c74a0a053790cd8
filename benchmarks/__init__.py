"""Is it as fast as promised? ``python -m benchmarks`` prints every figure beside its bar.

Machines differ, so each figure also stands beside something bare that was measured in the same run:
the ratio can be compared between machines and over time. One file a question.
"""
