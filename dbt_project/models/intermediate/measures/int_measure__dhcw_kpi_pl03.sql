with measure_periods as (
    select
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kpi_pl03' and organisation_unit_id = scorecard_id
),

parameters as (
    select cast(value as integer) as rolling_months
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kpi_pl03' and parameter = 'rolling_months'
),

headcounts as (
    select * from {{ ref('int_headcounts_counted') }}
    where is_permanent
),

leavers as (
    select * from {{ ref('int_leavers_counted') }}
    where is_permanent
),

-- The months up to the period's own: twelve of them, each with its end.
windows as (
    select
        measure_periods.period_end_date as part_date,
        {{ add_months(
            'measure_periods.period_start_date', '1 - parameters.rolling_months'
        ) }} as first_date
    from measure_periods
    cross join parameters
),

counted as (
    select
        windows.part_date,
        headcounts.organisation_unit_id,
        0 as leaver_count,
        headcounts.headcount,
        headcounts.load_id
    from windows
    inner join headcounts
        on headcounts.month_end_date between windows.first_date and windows.part_date

    union all

    select
        windows.part_date,
        leavers.organisation_unit_id,
        leavers.leaver_count,
        0 as headcount,
        leavers.load_id
    from windows
    inner join leavers
        on leavers.left_date between windows.first_date and windows.part_date
),

final as (
    select
        'dhcw_kpi_pl03' as measure_id,
        organisation_unit_id,
        part_date,
        cast(sum(leaver_count) as {{ type_decimal() }}) as numerator,
        cast(sum(headcount) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from counted
    group by organisation_unit_id, part_date
)

select * from final
