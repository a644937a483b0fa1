with steps as (
    select * from {{ ref('int_escalation_steps') }}
    where raised_by = 'status' and node_type is null
),

status_checks as (
    select * from {{ ref('int_status_checks') }}
),

-- Once for each run of a colour, at the check of the run that the rule names: whatever
-- came before the run, and not again while it lasts.
final as (
    select
        steps.scorecard_id,
        status_checks.measure_id,
        cast(null as {{ dbt.type_string() }}) as objective_id,
        steps.rule_id,
        steps.version,
        steps.step_id,
        steps.stage,
        steps.support,
        steps.post_role,
        cast(null as {{ dbt.type_string() }}) as decision_reference,
        status_checks.period_id,
        status_checks.period_end_date,
        status_checks.published_on_date as triggered_on_date,
        cast(null as date) as stated_due_on_date,
        cast(null as date) as stated_done_on_date,
        status_checks.run_ended_on_date as ended_on_date,
        case
            when status_checks.run_ended_as_status = steps.superseding_status
                then 'superseded'
            when status_checks.run_ended_on_date is not null then 'closed'
        end as ended_as,
        case when steps.trigger_count > 1 then 'still ' else '' end
        || status_checks.rag_status || ' ' || status_checks.in_period
        || coalesce(' (' || status_checks.figure || ')', '') as cause,
        status_checks.run_ended_as_status || ' ' || status_checks.run_ended_in_period
        || coalesce(' (' || status_checks.run_ended_figure || ')', '') as end_cause
    from status_checks
    inner join steps
        on
            status_checks.scorecard_id = steps.scorecard_id
            and status_checks.rag_status = steps.trigger_status
            and status_checks.run_position = steps.trigger_count
            and {{ is_in_force('steps', 'status_checks.published_on_date') }}
)

select * from final
