with measure_periods as (
    select period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_2_4' and organisation_unit_id = scorecard_id
),

workloads as (
    select * from {{ ref('int_workloads_judged') }}
    where is_counted
),

migrations as (
    select * from {{ ref('int_migrations_judged') }}
    where is_counted
),

-- Retired on the last day is retired when the period ends.
live as (
    select
        measure_periods.period_end_date,
        workloads.record_id as workload_id,
        workloads.load_id
    from measure_periods
    inner join workloads
        on
            measure_periods.period_end_date >= workloads.went_live_date
            and (
                workloads.retired_date is null
                or measure_periods.period_end_date < workloads.retired_date
            )
),

-- A workload runs where its last completed move led.
moves as (
    select
        measure_periods.period_end_date,
        migrations.workload_id,
        migrations.is_to_cloud,
        migrations.load_id,
        row_number() over (
            partition by measure_periods.period_end_date, migrations.workload_id
            order by migrations.completed_date desc, migrations.record_id desc
        ) as recency
    from measure_periods
    inner join migrations
        on measure_periods.period_end_date >= migrations.completed_date
),

placed as (
    select
        live.workload_id,
        live.period_end_date,
        case when moves.is_to_cloud then 1 else 0 end as in_cloud_count,
        greatest(live.load_id, coalesce(moves.load_id, live.load_id)) as load_id
    from live
    left join moves
        on
            live.period_end_date = moves.period_end_date
            and live.workload_id = moves.workload_id
            and moves.recency = 1
),

final as (
    select
        'dhcw_kr_2_4' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        period_end_date as part_date,
        cast(sum(in_cloud_count) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from placed
    group by period_end_date
)

select * from final
