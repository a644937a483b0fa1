select
    scorecard_id,
    plan_reference,
    measure_id,
    objective_id,
    post_id,
    plan,
    reason,
    evidence_reference,
    {{ is_past_due('due_on_date', 'done_on_date is not null') }} as is_overdue,
    submitted_on_date,
    due_on_date,
    done_on_date,
    load_id
from {{ ref('int_recovery_plans') }}
