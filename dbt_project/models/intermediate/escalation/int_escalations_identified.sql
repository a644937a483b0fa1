with raised as (
    select
        *,
        rule_id || '.' || step_id || '.' || coalesce(measure_id, objective_id)
        || '.' || cast(triggered_on_date as varchar)
        || coalesce('.' || decision_reference, '') as escalation_id
    from {{ ref('int_escalations_raised') }}
),

steps as (
    select * from {{ ref('int_escalation_steps') }}
),

owners as (
    select * from {{ ref('int_measure_owners') }}
),

objectives as (
    select
        objective_id,
        owner_post_id
    from {{ ref('stg_reference__objectives') }}
),

-- Whoever answered for the measure on the day the step was raised. Several posts may
-- share a role: the first one printed speaks for it.
owed as (
    select
        raised.escalation_id,
        owners.post_id,
        row_number() over (
            partition by raised.escalation_id
            order by owners.sort_order, owners.post_id
        ) as role_rank
    from raised
    inner join owners
        on
            raised.measure_id = owners.measure_id
            and raised.post_role = owners.role
            and raised.triggered_on_date
            >= coalesce(owners.from_date, raised.triggered_on_date)
            and raised.triggered_on_date
            <= coalesce(owners.to_date, raised.triggered_on_date)
),

final as (
    select
        raised.*,
        steps.step_order,
        steps.step,
        steps.raised_by,
        steps.due_rule,
        steps.due_days,
        steps.day_type,
        steps.notice_days,
        steps.forum_id,
        coalesce(steps.post_id, owed.post_id, case
            when raised.post_role = 'owner' then objectives.owner_post_id
        end) as post_id,
        steps.evidence,
        steps.evidence_maker,
        steps.evidence_from
    from raised
    inner join steps
        on
            raised.rule_id = steps.rule_id
            and raised.version = steps.version
            and raised.step_id = steps.step_id
    left join owed
        on
            raised.escalation_id = owed.escalation_id
            and owed.role_rank = 1
    left join objectives
        on raised.objective_id = objectives.objective_id
)

select * from final
