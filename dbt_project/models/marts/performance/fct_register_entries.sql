with actions as (
    select
        scorecard_id,
        'action' as entry_type,
        measure_id,
        objective_id,
        cast(null as varchar) as reference,
        position,
        action as description,
        post_id,
        cast(null as varchar) as forum_id,
        due_text,
        action_status as entry_status,
        is_overdue,
        due_on_date,
        cast(null as date) as done_on_date
    from {{ ref('fct_actions') }}
),

recovery_plans as (
    select
        scorecard_id,
        'recovery_plan' as entry_type,
        measure_id,
        objective_id,
        plan_reference as reference,
        cast(null as integer) as position,
        plan as description,
        post_id,
        cast(null as varchar) as forum_id,
        cast(null as varchar) as due_text,
        case when done_on_date is null then 'in_progress' else 'done' end
            as entry_status,
        is_overdue,
        due_on_date,
        done_on_date
    from {{ ref('fct_recovery_plans') }}
),

-- A decision is something to do where somebody has to report back on it.
reports as (
    select
        scorecard_id,
        'report_back' as entry_type,
        measure_id,
        objective_id,
        decision_reference as reference,
        cast(null as integer) as position,
        coalesce(description, decision_name) as description,
        post_id,
        forum_id,
        cast(null as varchar) as due_text,
        case when reported_back_on_date is null then 'in_progress' else 'done' end
            as entry_status,
        is_report_overdue as is_overdue,
        report_back_on_date as due_on_date,
        reported_back_on_date as done_on_date
    from {{ ref('fct_decisions') }}
    where report_back_on_date is not null or reported_back_on_date is not null
),

entries as (
    select * from actions
    union all
    select * from recovery_plans
    union all
    select * from reports
),

final as (
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
        coalesce(done_on_date > due_on_date, false) as is_done_late,
        due_on_date,
        done_on_date
    from entries
)

select * from final
