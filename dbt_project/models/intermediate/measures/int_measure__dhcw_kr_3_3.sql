with measure_periods as (
    select
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_3_3' and organisation_unit_id = scorecard_id
),

runs as (
    select * from {{ ref('int_quality_runs_judged') }}
    where is_counted
),

-- Each rule's runs for a board in a period, the last one first.
ranked as (
    select
        runs.record_id,
        runs.organisation_unit_id,
        runs.ran_date,
        runs.passed_count,
        runs.made_count,
        runs.load_id,
        row_number() over (
            partition by
                measure_periods.period_id, runs.organisation_unit_id, runs.rule_id
            order by runs.ran_at desc, runs.record_id desc
        ) as recency
    from runs
    inner join measure_periods
        on
            runs.ran_date between measure_periods.period_start_date
            and measure_periods.period_end_date
),

final as (
    select
        'dhcw_kr_3_3' as measure_id,
        organisation_unit_id,
        ran_date as part_date,
        cast(sum(passed_count) as {{ type_decimal() }}) as numerator,
        cast(sum(made_count) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from ranked
    where recency = 1
    group by organisation_unit_id, ran_date
)

select * from final
