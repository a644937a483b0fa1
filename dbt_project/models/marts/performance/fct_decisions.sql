select
    scorecard_id,
    decision_reference,
    measure_id,
    objective_id,
    forum_id,
    post_id,
    decision,
    decision_name,
    description,
    reason,
    evidence_reference,
    {{ is_past_due('report_back_on_date', 'reported_back_on_date is not null') }}
        as is_report_overdue,
    decided_on_date,
    report_back_on_date,
    reported_back_on_date,
    load_id
from {{ ref('int_decisions') }}
