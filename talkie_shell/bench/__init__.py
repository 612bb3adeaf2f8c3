"""How fast and how large talkie-sh is on this machine.

`stages` times the pipeline in a process of its own, `processes` whole runs of the program,
`figures` and `report` turn samples into what a person or a program reads.
"""
