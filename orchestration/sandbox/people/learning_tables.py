"""The learning system's tables: learners, enrolments, completions, with late entries and dirt.

Here: from drawn training to text columns. Not here: the drawing (`training`, `digital_training`).
"""

from __future__ import annotations

import numpy as np

from orchestration.sandbox import columns
from orchestration.sandbox.people import plan
from orchestration.sandbox.people.establishment import Posts
from orchestration.sandbox.people.extras import Extras
from orchestration.sandbox.people.hr_tables import UNITS
from orchestration.sandbox.people.register import (
    FAR,
    Column,
    Register,
    day_text,
    recorded,
    repeated,
    together,
)
from orchestration.sandbox.people.staffing import Stays
from orchestration.sandbox.people.training import COURSES, TYPES, Trainings
from orchestration.sandbox.timeline import DAY, HOUR, NEVER, Numbers, Seconds, some


def learning_tables(
    rng: np.random.Generator,
    extras: Extras,
    posts: Posts,
    stays: Stays,
    entries: tuple[Seconds, Seconds],
    staff_keys: Column,
    trainings: Trainings,
) -> dict[str, Register]:
    """Everything the learning system will ever hold."""
    learners = _learners(rng, posts, stays, entries, staff_keys)
    enrolments = _enrolments(rng, posts, stays, staff_keys, trainings)
    completions, of = _completions(rng, enrolments, trainings)
    return {
        "learners": together([learners, *_bad_learners(extras, learners, stays)]),
        "enrolments": together([enrolments, *_bad_enrolments(extras, enrolments, trainings)]),
        "completions": together(
            [completions, *_bad_completions(extras, completions, trainings, of)]
        ),
    }


def _learners(
    rng: np.random.Generator,
    posts: Posts,
    stays: Stays,
    entries: tuple[Seconds, Seconds],
    staff_keys: Column,
) -> Register:
    """What came over from the HR system in the night after it was entered there."""
    entered, ended = entries
    n = len(stays.start)
    over = np.where(ended < NEVER, ended + DAY // 2, NEVER)
    return Register.of(
        rng,
        "learner_id",
        entered + DAY // 2,
        staff_key=staff_keys,
        organisation_unit_id=columns.coded(UNITS, posts.unit[stays.post]),
        active_from=day_text(stays.start),
        active_until=Column(day_text(stays.end), repeated("", n), over),
    )


def _enrolments(
    rng: np.random.Generator, posts: Posts, stays: Stays, staff_keys: Column, given: Trainings
) -> Register:
    n = len(given.stay)
    return Register.of(
        rng,
        "enrolment_id",
        recorded(rng, given.assigned, np.zeros(n, np.int64)),
        staff_key=staff_keys.taken(given.stay),
        organisation_unit_id=columns.coded(UNITS, posts.unit[stays.post[given.stay]]),
        course_id=columns.coded(COURSES, given.course),
        training_type=columns.coded(TYPES, given.kind),
        is_digital=columns.booleans(given.is_digital),
        assigned_on=day_text(given.assigned),
        due_on=day_text(given.due),
        is_withdrawn=repeated("false", n),
    )


def _completions(
    rng: np.random.Generator, enrolments: Register, given: Trainings
) -> tuple[Register, Numbers]:
    """Entered with the day, some weeks later; and which training each belongs to."""
    done = np.flatnonzero(given.completed < FAR)
    n = len(done)
    late = rng.random(n) < 0.05
    lag = np.where(late, rng.integers(3, 26, n), rng.integers(0, 2, n))
    created = np.maximum(recorded(rng, given.completed[done], lag), enrolments.created[done] + HOUR)
    register = Register.of(
        rng,
        "completion_id",
        created,
        enrolment_id=columns.references(enrolments.keys, done, np.ones(n, np.bool_)),
        completed_on=day_text(given.completed[done]),
        expires_on=day_text(given.expires[done]),
        duplicate_of=repeated("", n),
    )
    return register, done


def _bad_learners(extras: Extras, learners: Register, stays: Stays) -> list[Register]:
    positions = some(extras.rng, stays.end < FAR, extras.count("learner_ended_before_start"))
    early = day_text(stays.start[positions] - extras.rng.integers(1, 90, len(positions)))
    return [
        extras.flawed("learner_unit_unknown", learners, plan.UNKNOWN),
        extras.changed("learner_ended_before_start", learners, positions, early),
        extras.mistaken(learners),
    ]


def _bad_enrolments(extras: Extras, enrolments: Register, given: Trainings) -> list[Register]:
    everyone = np.ones(len(given.stay), dtype=np.bool_)
    positions = some(extras.rng, everyone, extras.count("enrolment_due_early"))
    early = day_text(given.assigned[positions] - extras.rng.integers(1, 60, len(positions)))
    return [
        extras.flawed("enrolment_type_unknown", enrolments, plan.UNKNOWN),
        extras.flawed("enrolment_due_unreadable", enrolments, ""),
        extras.changed("enrolment_due_early", enrolments, positions, early),
        extras.marked(enrolments, plan.WITHDRAWN_ENROLMENTS, "is_withdrawn", most_days=20),
        extras.mistaken(enrolments),
    ]


def _bad_completions(
    extras: Extras, completions: Register, given: Trainings, of: Numbers
) -> list[Register]:
    rng, everyone = extras.rng, np.ones(len(of), dtype=np.bool_)
    before = some(rng, everyone, extras.count("completion_before_assignment"))
    too_early = day_text(given.assigned[of[before]] - rng.integers(1, 60, len(before)))
    gone = some(rng, everyone, extras.count("completion_expired_before_day"))
    expired = day_text(given.completed[of[gone]] - rng.integers(1, 60, len(gone)))
    twice = rng.integers(0, len(of), extras.scaled(plan.DUPLICATE_COMPLETIONS))
    named = columns.references(completions.keys, twice, np.ones(len(twice), np.bool_))
    return [
        extras.lost("completion_enrolment_unknown", completions),
        extras.flawed("completion_day_unreadable", completions, ""),
        extras.changed("completion_before_assignment", completions, before, too_early),
        extras.changed("completion_expired_before_day", completions, gone, expired),
        completions.copies(rng, twice, duplicate_of=named),
        extras.mistaken(completions),
    ]
