with decisions as (
    select * from {{ ref('stg_returns__decisions') }}
),

scorecards as (
    select scorecard_id from {{ ref('stg_reference__scorecards') }}
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
),

objectives as (
    select
        objective_id,
        scorecard_id
    from {{ ref('stg_reference__objectives') }}
),

posts as (
    select
        post_id,
        scorecard_id
    from {{ ref('stg_reference__posts') }}
),

forums as (
    select
        forum_id,
        scorecard_id
    from {{ ref('stg_reference__forums') }}
),

stages as (
    select
        scorecard_id,
        decision_code,
        decided_by_post_id
    from {{ ref('stg_reference__escalation_stages') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'returns' and table_name = 'decisions'
),

final as (
    select
        decisions.*,
        scorecards.scorecard_id,
        measures.measure_id,
        objectives.objective_id,
        posts.post_id,
        forums.forum_id,
        decision_kinds.code as decision,
        decision_kinds.code_name as decision_name,
        stages.decided_by_post_id as entitled_post_id,
        {{ local_date('decisions.received_at') }} as received_date
    from decisions
    left join scorecards
        on decisions.scorecard_id_text = scorecards.scorecard_id
    left join measures
        on
            decisions.measure_id_text = measures.measure_id
            and scorecards.scorecard_id = measures.scorecard_id
    left join objectives
        on
            decisions.objective_id_text = objectives.objective_id
            and scorecards.scorecard_id = objectives.scorecard_id
    left join posts
        on
            decisions.post_id_text = posts.post_id
            and scorecards.scorecard_id = posts.scorecard_id
    left join forums
        on
            decisions.forum_id_text = forums.forum_id
            and scorecards.scorecard_id = forums.scorecard_id
    left join codes as decision_kinds
        on
            lower(decisions.decision_text) = decision_kinds.code
            and decision_kinds.column_name = 'decision'
    left join stages
        on
            scorecards.scorecard_id = stages.scorecard_id
            and decision_kinds.code = stages.decision_code
)

select * from final
