"""The rows of the school: what somebody does in it, what instructors build, and their classes.

=================== =======================================================================
``study``           attempts, answers, reviews, proofs, completions
``building``        exercises of instructors: drafts, what is recorded for them, versions
``classroom``       classes: their steps, who sits in them, votes, calls for help
``grades``          results that were judged again, statements for other systems
``lti``             learning platforms, their courses and users, scores for them
=================== =======================================================================

The lessons themselves are files: see ``lessons.course``.
"""

from lessons.models.building import BuiltExercise, ExerciseVersion, Recording
from lessons.models.classroom import Ballot, Classroom, ClassStep, HelpRequest, Seat, Vote
from lessons.models.grades import Regrading, Statement
from lessons.models.lti import (
    LtiCourse,
    LtiCourseClass,
    LtiKey,
    LtiLaunch,
    LtiLink,
    LtiPlatform,
    LtiScore,
    LtiUser,
)
from lessons.models.study import Answer, Attempt, Completion, Proof, Replay, Review, Step, new_code

__all__ = [
    "Answer",
    "Attempt",
    "Ballot",
    "BuiltExercise",
    "ClassStep",
    "Classroom",
    "Completion",
    "ExerciseVersion",
    "HelpRequest",
    "LtiCourse",
    "LtiCourseClass",
    "LtiKey",
    "LtiLaunch",
    "LtiLink",
    "LtiPlatform",
    "LtiScore",
    "LtiUser",
    "Proof",
    "Recording",
    "Regrading",
    "Replay",
    "Review",
    "Seat",
    "Statement",
    "Step",
    "Vote",
    "new_code",
]
