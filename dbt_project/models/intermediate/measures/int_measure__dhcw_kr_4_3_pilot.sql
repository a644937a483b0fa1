with measure_periods as (
    select period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_4_3_pilot' and organisation_unit_id = scorecard_id
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

stage_gates as (
    select * from {{ ref('int_stage_gates_judged') }}
    where is_counted
),

-- A project is in the stage it entered last.
stages as (
    select
        open_projects.innovation_project_id,
        open_projects.period_end_date,
        stage_gates.is_pilot,
        greatest(open_projects.load_id, stage_gates.load_id) as load_id,
        row_number() over (
            partition by
                open_projects.period_end_date, open_projects.innovation_project_id
            order by stage_gates.entered_at desc, stage_gates.record_id desc
        ) as recency
    from open_projects
    inner join stage_gates
        on
            open_projects.innovation_project_id = stage_gates.innovation_project_id
            and open_projects.period_end_date >= stage_gates.entered_date
),

final as (
    select
        'dhcw_kr_4_3_pilot' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        period_end_date as part_date,
        cast(count(*) as {{ type_decimal() }}) as numerator,
        cast(1 as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from stages
    where recency = 1 and is_pilot
    group by period_end_date
)

select * from final
