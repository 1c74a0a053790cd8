"""Live classes, held by an instructor in one room or many.

============== =================================================================================
``packs``      what a class can be made of: lessons that fit an hour or a day, turned into steps
``holding``    what the instructor does: open the doors, steps and votes, pause, lead, project, end
``sitting``    what a learner does: join, come back, vote, take up a task, ask for help
``voting``     what a vote asks, and what came of it: counts, before and after
``common``     what is the same for everybody in a class, worked out once
``asking``     a vote that was not planned
``rehearsing`` simulated learners, for an instructor who tries a class alone
``dashboard``  who has what, who needs the instructor
``beliefs``    what the class may believe, from votes and answers
``scoring``    the scoreboard, where one is wanted
``work``       a learner's work, revision by revision
``news``       saying that something is new: to everybody in a class, or to its instructor alone
============== =================================================================================
"""
