with objective_periods as (
    select * from {{ ref('int_objective_periods') }}
),

objective_measures as (
    select
        objective_id,
        measure_id,
        measure_type
    from {{ ref('int_objective_measures') }}
),

statuses as (
    select
        measure_id,
        organisation_unit_id,
        period_end_date,
        due_date
    from {{ ref('int_statuses') }}
),

-- A month is published when everything that ended in it has come due.
months as (
    select
        objective_periods.objective_id,
        objective_periods.period_id,
        objective_periods.period_end_date,
        coalesce(max(statuses.due_date), objective_periods.period_end_date) as due_date
    from objective_periods
    left join objective_measures
        on
            objective_periods.objective_id = objective_measures.objective_id
            and (
                objective_periods.counted_measure_type is null
                or objective_periods.counted_measure_type
                = objective_measures.measure_type
            )
    left join statuses
        on
            objective_measures.measure_id = statuses.measure_id
            and objective_periods.scorecard_id = statuses.organisation_unit_id
            and statuses.period_end_date between objective_periods.period_start_date
            and objective_periods.period_end_date
    group by
        objective_periods.objective_id,
        objective_periods.period_id,
        objective_periods.period_end_date
),

-- And never before the month ahead of it: a yearly figure comes due two months late.
published as (
    select
        objective_id,
        period_id,
        max(due_date) over (
            partition by objective_id
            order by period_end_date
            rows between unbounded preceding and current row
        ) as due_date
    from months
),

final as (
    select
        objective_id,
        period_id,
        due_date,
        {{ as_of() }} >= due_date as is_complete
    from published
)

select * from final
