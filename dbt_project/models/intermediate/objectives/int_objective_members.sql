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

-- The whole organisation is the unit whose id is the scorecard's.
statuses as (
    select
        measure_id,
        organisation_unit_id,
        rag_status,
        rag_reason,
        attainment,
        period_end_date
    from {{ ref('int_statuses') }}
    where is_complete
),

status_checks as (
    select
        measure_id,
        rag_status,
        run_position,
        period_end_date
    from {{ ref('int_status_checks') }}
),

measure_weights as (
    select * from {{ ref('int_measure_weights') }}
),

-- A measure counts with its latest complete period, a figure or none.
latest as (
    select
        objective_periods.objective_id,
        objective_periods.period_id,
        objective_periods.period_end_date,
        objective_measures.measure_id,
        statuses.rag_status,
        statuses.rag_reason,
        statuses.attainment,
        row_number() over (
            partition by
                objective_periods.objective_id,
                objective_periods.period_id,
                objective_measures.measure_id
            order by statuses.period_end_date desc
        ) as recency
    from objective_periods
    inner join objective_measures
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
            and objective_periods.period_end_date >= statuses.period_end_date
),

-- Its last check may be older: what is missing takes no red back.
checked as (
    select
        latest.*,
        status_checks.rag_status as checked_status,
        status_checks.run_position,
        row_number() over (
            partition by latest.objective_id, latest.period_id, latest.measure_id
            order by status_checks.period_end_date desc
        ) as check_recency
    from latest
    left join status_checks
        on
            latest.measure_id = status_checks.measure_id
            and latest.period_end_date >= status_checks.period_end_date
    where latest.recency = 1
),

final as (
    select
        checked.objective_id,
        checked.period_id,
        checked.measure_id,
        coalesce(checked.rag_status, 'none') as rag_status,
        -- Nothing of it has come due yet.
        case
            when checked.rag_status is null then 'not_due'
            else checked.rag_reason
        end as rag_reason,
        -- A composite that lost a part keeps the attainment of the others: no colour,
        -- no share.
        case
            when checked.rag_status in ('green', 'amber', 'red')
                then checked.attainment
        end as attainment,
        coalesce(measure_weights.weight, 1) as weight,
        case when checked.checked_status = 'red' then checked.run_position else 0 end
            as red_checks_running
    from checked
    left join measure_weights
        on
            checked.measure_id = measure_weights.measure_id
            and {{ is_in_force('measure_weights', 'checked.period_end_date') }}
    where checked.check_recency = 1
)

select * from final
