with decisions as (
    select * from {{ ref('int_decisions') }}
),

measures as (
    select measure_id
    from {{ ref('stg_reference__measures') }}
    where parent_measure_id is null
),

stages as (
    select * from {{ ref('stg_reference__escalation_stages') }}
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

lowest_stages as (
    select
        scorecard_id,
        min(stage_order) as stage_order
    from stages
    group by scorecard_id
),

-- Only the post that the framework names can decide. Of two decisions on one day the
-- last reference stands.
decided as (
    select
        decisions.measure_id,
        decisions.scorecard_id,
        decisions.decision_reference,
        posts.title as decided_by,
        stages.stage,
        stages.stage_order,
        stages.rule_id,
        decisions.decided_on_date,
        row_number() over (
            partition by decisions.measure_id, decisions.decided_on_date
            order by decisions.decision_reference desc
        ) as place_in_day
    from decisions
    inner join measures
        on decisions.measure_id = measures.measure_id
    inner join stages
        on
            decisions.scorecard_id = stages.scorecard_id
            and decisions.decision = stages.decision_code
            and decisions.post_id = stages.decided_by_post_id
    inner join posts
        on decisions.post_id = posts.post_id
),

compared as (
    select
        decided.*,
        coalesce(
            lag(decided.stage_order) over (
                partition by decided.measure_id order by decided.decided_on_date
            ), lowest_stages.stage_order
        ) as previous_stage_order,
        lag(decided.rule_id) over (
            partition by decided.measure_id order by decided.decided_on_date
        ) as previous_rule_id
    from decided
    inner join lowest_stages
        on decided.scorecard_id = lowest_stages.scorecard_id
    where decided.place_in_day = 1
),

flagged as (
    select
        *,
        stage_order != previous_stage_order as is_change,
        case when stage_order != previous_stage_order then decided_on_date end
            as changed_on_date
    from compared
),

-- A decision to stay does not begin the stage anew.
final as (
    select
        *,
        max(changed_on_date) over (
            partition by measure_id
            order by decided_on_date
            rows between unbounded preceding and current row
        ) as in_stage_since_date,
        min(changed_on_date) over (
            partition by measure_id
            order by decided_on_date
            rows between 1 following and unbounded following
        ) as next_changed_on_date
    from flagged
)

select * from final
