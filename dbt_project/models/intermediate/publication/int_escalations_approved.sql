with escalations as (
    select * from {{ ref('int_escalations') }}
),

events as (
    select * from {{ ref('int_escalation_events') }}
),

approvals as (
    select * from {{ ref('int_escalation_approvals') }}
),

-- The last thing that happened to a step and that no unapproved figure tells.
told as (
    select
        events.escalation_id,
        events.escalation_status,
        row_number() over (
            partition by events.escalation_id order by events.event_number desc
        ) as recency
    from events
    left join approvals
        on events.escalation_id = approvals.escalation_id
    where {{ is_told('events.event', 'approvals.is_end_unapproved') }}
),

-- Where its end is held back, a step stands as if it had none: its due date passes.
considered as (
    select
        escalations.*,
        told.escalation_status as told_status,
        latest_events.event_on_date,
        approvals.unapproved_count,
        approvals.figures,
        coalesce(approvals.is_raise_unapproved, false) as is_raise_unapproved,
        coalesce(approvals.is_end_unapproved, false) as is_end_unapproved,
        coalesce(
            approvals.is_end_unapproved
            and told.escalation_status = 'open'
            and escalations.overdue_on_date <= {{ as_of() }}, false
        ) as is_overdue_as_told
    from escalations
    inner join told
        on
            escalations.escalation_id = told.escalation_id
            and told.recency = 1
    inner join events as latest_events
        on
            escalations.escalation_id = latest_events.escalation_id
            and latest_events.is_latest
    left join approvals
        on escalations.escalation_id = approvals.escalation_id
),

judged as (
    select
        *,
        case when is_overdue_as_told then 'overdue' else told_status end
            as shown_status,
        is_raise_unapproved
        or escalation_status != told_status as is_withheld
    from considered
),

final as (
    select
        escalation_id,
        scorecard_id,
        measure_id,
        objective_id,
        rule_id,
        version,
        step_order,
        step,
        stage,
        support,
        case when not is_raise_unapproved then period_id end as period_id,
        forum_id,
        post_id,
        shown_status as escalation_status,
        case
            when not is_withheld then explanation
            else {{ withheld_for('unapproved_count', 'it rests on', 'figures') }}
        end as explanation,
        shown_status in ('open', 'overdue') and done_on_date is null
            as is_outstanding,
        is_withheld,
        evidence_reference,
        decision_reference,
        triggered_on_date,
        due_on_date,
        done_on_date,
        case when not is_end_unapproved then ended_on_date end as ended_on_date,
        is_raise_unapproved,
        is_end_unapproved,
        -- What decides whether a pack has a row of it, and is not shown.
        is_outstanding as is_owed,
        event_on_date as moved_on_date
    from judged
)

select * from final
