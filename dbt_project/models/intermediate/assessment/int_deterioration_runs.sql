with movements as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        previous_period_id,
        is_counted
    from {{ ref('int_movements') }}
),

-- Every period that does not go on with a run starts the next one.
runs as (
    select
        *,
        sum(case when is_counted then 0 else 1 end) over (
            partition by measure_id, organisation_unit_id
            order by period_end_date
            rows between unbounded preceding and current row
        ) as run_number
    from movements
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        cast(sum(case when is_counted then 1 else 0 end) over (
            partition by measure_id, organisation_unit_id, run_number
            order by period_end_date
            rows between unbounded preceding and current row
        ) as integer) as consecutive_deteriorations,
        case
            when is_counted
                then first_value(
                    case when is_counted then previous_period_id end ignore nulls
                ) over (
                    partition by measure_id, organisation_unit_id, run_number
                    order by period_end_date
                    rows between unbounded preceding and current row
                )
        end as run_from_period_id
    from runs
)

select * from final
