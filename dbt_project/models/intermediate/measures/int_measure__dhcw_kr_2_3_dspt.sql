with measure_periods as (
    select
        organisation_unit_id,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_2_3_dspt'
),

parameters as (
    select value as toolkit
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kr_2_3_dspt' and parameter = 'toolkit'
),

assertions as (
    select
        judged.file_name,
        judged.row_number,
        judged.organisation_unit_id,
        judged.assessed_on_date,
        judged.is_met,
        judged.load_id
    from {{ ref('int_return_self_assessments_judged') }} as judged
    inner join parameters
        on judged.toolkit = parameters.toolkit
    where judged.is_counted
),

-- A later assessment replaces an earlier one as a whole, also where it found less.
latest_assessments as (
    select
        measure_periods.organisation_unit_id,
        measure_periods.period_end_date,
        max(assertions.assessed_on_date) as assessed_on_date
    from measure_periods
    inner join assertions
        on
            measure_periods.organisation_unit_id = assertions.organisation_unit_id
            and measure_periods.period_end_date >= assertions.assessed_on_date
    group by measure_periods.organisation_unit_id, measure_periods.period_end_date
),

assessed as (
    select
        assertions.file_name,
        assertions.row_number,
        latest_assessments.period_end_date,
        case when assertions.is_met then 1 else 0 end as met_count,
        assertions.load_id
    from latest_assessments
    inner join assertions
        on
            latest_assessments.organisation_unit_id = assertions.organisation_unit_id
            and latest_assessments.assessed_on_date = assertions.assessed_on_date
),

final as (
    select
        'dhcw_kr_2_3_dspt' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        period_end_date as part_date,
        cast(sum(met_count) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from assessed
    group by period_end_date
)

select * from final
