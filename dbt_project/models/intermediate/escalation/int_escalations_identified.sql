with raised as (
    select * from {{ ref('int_escalations_raised') }}
),

steps as (
    select * from {{ ref('int_escalation_steps') }}
),

measure_posts as (
    select * from {{ ref('int_measure_posts') }}
),

objectives as (
    select
        objective_id,
        owner_post_id
    from {{ ref('stg_reference__objectives') }}
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
        coalesce(steps.post_id, measure_posts.post_id, case
            when raised.post_role = 'owner' then objectives.owner_post_id
        end) as post_id,
        steps.evidence,
        steps.evidence_maker,
        steps.evidence_from,
        raised.rule_id || '.' || raised.step_id || '.'
        || coalesce(raised.measure_id, raised.objective_id) || '.'
        || cast(raised.triggered_on_date as varchar)
        || coalesce('.' || raised.decision_reference, '') as escalation_id
    from raised
    inner join steps
        on
            raised.rule_id = steps.rule_id
            and raised.version = steps.version
            and raised.step_id = steps.step_id
    left join measure_posts
        on
            raised.measure_id = measure_posts.measure_id
            and raised.post_role = measure_posts.role
    left join objectives
        on raised.objective_id = objectives.objective_id
)

select * from final
