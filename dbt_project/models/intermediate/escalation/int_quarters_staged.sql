with quarters as (
    select * from {{ ref('int_escalation_quarters') }}
),

stage_decisions as (
    select * from {{ ref('int_stage_decisions') }}
),

stages as (
    select * from {{ ref('stg_reference__escalation_stages') }}
),

lowest_stages as (
    select
        scorecard_id,
        min(stage_order) as stage_order
    from stages
    group by scorecard_id
),

-- What had been decided when the quarter was published; the day's own decisions come
-- after it.
joined as (
    select
        quarters.*,
        coalesce(stage_decisions.stage_order, lowest_stages.stage_order)
            as stage_order,
        stage_decisions.in_stage_since_date,
        count(stage_decisions.decided_on_date) over (
            partition by quarters.measure_id, quarters.quarter_id
        ) as decisions_before,
        row_number() over (
            partition by quarters.measure_id, quarters.quarter_id
            order by stage_decisions.decided_on_date desc
        ) as recency
    from quarters
    inner join lowest_stages
        on quarters.scorecard_id = lowest_stages.scorecard_id
    left join stage_decisions
        on
            quarters.measure_id = stage_decisions.measure_id
            and quarters.published_on_date > stage_decisions.decided_on_date
),

in_stage as (
    select * from joined
    where recency = 1
),

quarters_spent as (
    select
        in_stage.measure_id,
        in_stage.quarter_id,
        count(*) as quarters_in_stage
    from in_stage
    inner join quarters
        on
            in_stage.measure_id = quarters.measure_id
            and in_stage.quarter_end_date >= quarters.quarter_end_date
            and in_stage.in_stage_since_date < quarters.quarter_end_date
    group by in_stage.measure_id, in_stage.quarter_id
),

final as (
    select
        in_stage.measure_id,
        in_stage.scorecard_id,
        in_stage.quarter_id,
        in_stage.quarter,
        in_stage.rag_status,
        in_stage.dated_figure,
        in_stage.exception_figure,
        in_stage.quarters_running,
        in_stage.exceptions_running,
        in_stage.criteria,
        in_stage.stage_order,
        stages.stage,
        in_stage.decisions_before,
        coalesce(quarters_spent.quarters_in_stage, 0) as quarters_in_stage,
        in_stage.quarter_end_date,
        in_stage.published_on_date
    from in_stage
    inner join stages
        on
            in_stage.scorecard_id = stages.scorecard_id
            and in_stage.stage_order = stages.stage_order
    left join quarters_spent
        on
            in_stage.measure_id = quarters_spent.measure_id
            and in_stage.quarter_id = quarters_spent.quarter_id
)

select * from final
