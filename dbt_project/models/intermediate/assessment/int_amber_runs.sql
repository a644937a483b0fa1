with statuses as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        rag_status,
        rag_reason
    from {{ ref('int_statuses') }}
),

-- Every period that is not amber starts the next run; a grey one neither counts nor
-- ends it.
runs as (
    select
        *,
        sum(case
            when rag_status = 'amber' or rag_reason = 'not_expected' then 0
            else 1
        end) over (
            partition by measure_id, organisation_unit_id
            order by period_end_date
            rows between unbounded preceding and current row
        ) as run_number
    from statuses
),

counted as (
    select
        *,
        sum(case when rag_status = 'amber' then 1 else 0 end) over (
            partition by measure_id, organisation_unit_id, run_number
            order by period_end_date
            rows between unbounded preceding and current row
        ) as ambers_so_far,
        first_value(
            case when rag_status = 'amber' then period_id end ignore nulls
        ) over (
            partition by measure_id, organisation_unit_id, run_number
            order by period_end_date
            rows between unbounded preceding and current row
        ) as first_amber_period_id
    from runs
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        cast(case when rag_status = 'amber' then ambers_so_far else 0 end as integer)
            as consecutive_ambers,
        case when rag_status = 'amber' then first_amber_period_id end
            as run_from_period_id
    from counted
)

select * from final
