"""What the library costs, against the plain way of doing the same on the same machine in the same minute.

`python -m benchmarks`, from the project's root, prints ratios and differences within one run, and at the end a table
of the budgets. Absolute times are printed only to show what a ratio was taken of: they belong to one machine and one
moment, and claim nothing. Every comparison is made in alternating rounds whose order is swapped each time, each round
is compared with its neighbour, and the median of those ratios counts, because a machine is never quite idle.
"""
