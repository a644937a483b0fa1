with escalations as (
    select * from {{ ref('int_escalations_dated') }}
),

evidence as (
    select * from {{ ref('int_escalation_evidence') }}
),

answered as (
    select
        escalations.*,
        evidence.reference as evidence_reference,
        evidence.done_on_date,
        coalesce(
            evidence.done_on_date <= coalesce(
                escalations.due_on_date, evidence.done_on_date
            ), false
        ) as is_met,
        coalesce(evidence.done_on_date > escalations.due_on_date, false) as is_met_late,
        {{ add_days('escalations.due_on_date', 1) }} as overdue_on_date
    from escalations
    left join evidence
        on escalations.escalation_id = evidence.escalation_id
),

-- The due date has passed without: unless the step had ended by the day after it.
final as (
    select
        *,
        coalesce(
            not is_met
            and overdue_on_date <= {{ as_of() }}
            and overdue_on_date < coalesce(
                ended_on_date, {{ add_days('overdue_on_date', 1) }}
            ), false
        ) as is_ever_overdue
    from answered
)

select * from final
