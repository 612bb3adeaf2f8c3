"""What Tab offers.

place        where in the line, and what could stand there; arguments: the table of programs
spelling     the same where a name or a path was dictated
candidates   what fits, and how it is written there
gathering    what the machine has for it
menu         the candidates under the line
tab          the key: asks aside, puts into the line, opens the menu
"""
