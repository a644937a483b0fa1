with steps as (
    select * from {{ ref('int_escalation_steps') }}
    where rule_id = 'norfolk_follow_up'
),

decisions as (
    select * from {{ ref('int_decisions') }}
),

measures as (
    select measure_id
    from {{ ref('stg_reference__measures') }}
    where parent_measure_id is null
),

follow_up_actions as (
    select * from {{ ref('stg_reference__follow_up_actions') }}
),

forums as (
    select
        forum_id,
        name
    from {{ ref('stg_reference__forums') }}
),

-- What the committee asked for is owed until somebody reports back, whatever the
-- figures do meanwhile.
final as (
    select
        decisions.scorecard_id,
        decisions.measure_id,
        cast(null as {{ dbt.type_string() }}) as objective_id,
        steps.rule_id,
        steps.version,
        steps.step_id,
        follow_up_actions.name as stage,
        follow_up_actions.description as support,
        follow_up_actions.post_role,
        decisions.decision_reference,
        cast(null as {{ dbt.type_string() }}) as period_id,
        decisions.decided_on_date as period_end_date,
        decisions.decided_on_date as triggered_on_date,
        decisions.report_back_on_date as stated_due_on_date,
        decisions.reported_back_on_date as stated_done_on_date,
        cast(null as date) as ended_on_date,
        cast(null as {{ dbt.type_string() }}) as ended_as,
        follow_up_actions.name || ', decided by the ' || forums.name
        || ' (' || decisions.decision_reference || ')' as cause,
        cast(null as {{ dbt.type_string() }}) as end_cause
    from decisions
    inner join measures
        on decisions.measure_id = measures.measure_id
    inner join steps
        on
            decisions.scorecard_id = steps.scorecard_id
            and decisions.forum_id = steps.forum_id
            and {{ is_in_force('steps', 'decisions.decided_on_date') }}
    inner join follow_up_actions
        on
            decisions.scorecard_id = follow_up_actions.scorecard_id
            and decisions.decision = follow_up_actions.decision_code
    inner join forums
        on decisions.forum_id = forums.forum_id
)

select * from final
