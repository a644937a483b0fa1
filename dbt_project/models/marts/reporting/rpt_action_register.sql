select
    scorecard_id,
    entry_type,
    measure_id,
    objective_id,
    reference,
    position,
    description,
    post_id,
    forum_id,
    due_text,
    entry_status,
    is_overdue,
    is_done_late,
    due_on_date,
    done_on_date
from {{ ref('fct_register_entries') }}
