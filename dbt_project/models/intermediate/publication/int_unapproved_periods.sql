with figures as (
    select * from {{ ref('int_figure_approvals') }}
    where is_withheld
),

objectives as (
    select * from {{ ref('int_objective_approvals') }}
),

measures as (
    select
        measure_id,
        name,
        sort_order
    from {{ ref('stg_reference__measures') }}
),

tree as (
    select
        objective_id,
        scorecard_id,
        sort_order
    from {{ ref('stg_reference__objectives') }}
),

periods as (
    select
        period_id,
        label,
        start_date,
        end_date
    from {{ ref('int_periods') }}
),

-- A quarter rests on each figure of the quarter, a month on its own.
final as (
    select
        figures.organisation_unit_id as scorecard_id,
        figures.measure_id as owner_id,
        periods.period_id,
        measures.name || ', ' || own_periods.label as figure,
        measures.sort_order
    from figures
    inner join measures
        on figures.measure_id = measures.measure_id
    inner join periods as own_periods
        on figures.period_id = own_periods.period_id
    inner join periods
        on figures.period_end_date between periods.start_date and periods.end_date
    union all
    select
        tree.scorecard_id,
        objectives.objective_id as owner_id,
        objectives.period_id,
        objectives.measure_names || ', by ' || periods.label as figure,
        tree.sort_order
    from objectives
    inner join tree
        on objectives.objective_id = tree.objective_id
    inner join periods
        on objectives.period_id = periods.period_id
)

select * from final
