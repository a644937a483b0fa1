with escalations as (
    select
        escalation_id,
        scorecard_id,
        measure_id,
        objective_id,
        period_id
    from {{ ref('int_escalations') }}
),

periods as (
    select
        period_id,
        start_date,
        end_date
    from {{ ref('int_periods') }}
),

figures as (
    select * from {{ ref('int_figure_approvals') }}
    where is_withheld
),

objectives as (
    select
        objective_id,
        period_id
    from {{ ref('int_objective_approvals') }}
),

-- A quarter's step rests on each figure of the quarter.
resting_on_figures as (
    select escalations.escalation_id
    from escalations
    inner join periods
        on escalations.period_id = periods.period_id
    inner join figures
        on
            escalations.measure_id = figures.measure_id
            and escalations.scorecard_id = figures.organisation_unit_id
            and figures.period_end_date between periods.start_date and periods.end_date
),

resting_on_objectives as (
    select escalations.escalation_id
    from escalations
    inner join objectives
        on
            escalations.objective_id = objectives.objective_id
            and escalations.period_id = objectives.period_id
),

final as (
    select escalation_id from resting_on_figures
    union
    select escalation_id from resting_on_objectives
)

select * from final
