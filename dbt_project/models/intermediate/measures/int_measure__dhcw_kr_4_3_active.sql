with measure_periods as (
    select period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_4_3_active' and organisation_unit_id = scorecard_id
),

projects as (
    select * from {{ ref('int_innovation_projects_judged') }}
    where is_counted
),

-- Closed on the last day is closed when the period ends.
open_projects as (
    select
        measure_periods.period_end_date,
        projects.record_id as innovation_project_id,
        projects.load_id
    from measure_periods
    inner join projects
        on
            {{ lasts_after(
                'measure_periods.period_end_date', 'projects.opened_date',
                'projects.closed_date'
            ) }}
),

final as (
    select
        'dhcw_kr_4_3_active' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        period_end_date as part_date,
        cast(count(*) as {{ type_decimal() }}) as numerator,
        cast(1 as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from open_projects
    group by period_end_date
)

select * from final
