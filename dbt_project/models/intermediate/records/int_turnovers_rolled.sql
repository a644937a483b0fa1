with measure_periods as (
    select
        measure_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where organisation_unit_id = scorecard_id
),

parameters as (
    select
        measure_id,
        cast(value as integer) as rolling_months
    from {{ ref('stg_reference__measure_parameters') }}
    where parameter = 'rolling_months'
),

headcounts as (
    select * from {{ ref('int_headcounts_counted') }}
),

leavers as (
    select * from {{ ref('int_leavers_counted') }}
),

-- The months up to the period's own: as many as the measure looks back.
windows as (
    select
        measure_periods.measure_id,
        measure_periods.period_end_date,
        {{ add_months(
            'measure_periods.period_start_date', '1 - parameters.rolling_months'
        ) }} as first_date
    from measure_periods
    inner join parameters
        on measure_periods.measure_id = parameters.measure_id
),

rolled as (
    select
        windows.measure_id,
        windows.period_end_date,
        headcounts.organisation_unit_id,
        headcounts.is_permanent,
        headcounts.is_specialist,
        0 as leaver_count,
        headcounts.headcount,
        headcounts.load_id
    from windows
    inner join headcounts
        on
            headcounts.month_end_date between windows.first_date
            and windows.period_end_date
    union all
    select
        windows.measure_id,
        windows.period_end_date,
        leavers.organisation_unit_id,
        leavers.is_permanent,
        leavers.is_specialist,
        leavers.leaver_count,
        0 as headcount,
        leavers.load_id
    from windows
    inner join leavers
        on leavers.left_date between windows.first_date and windows.period_end_date
),

final as (
    select
        measure_id,
        period_end_date,
        organisation_unit_id,
        is_permanent,
        is_specialist,
        sum(leaver_count) as leaver_count,
        sum(headcount) as headcount,
        max(load_id) as load_id
    from rolled
    group by
        measure_id, period_end_date, organisation_unit_id, is_permanent, is_specialist
)

select * from final
