with parameters as (
    select
        max(case when parameter = 'critical_limit_hours' then value end)
            as critical_limit_hours,
        max(case when parameter = 'high_limit_hours' then value end)
            as high_limit_hours
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kpi_oe04'
),

findings as (
    select * from {{ ref('int_vulnerabilities_judged') }}
    where
        is_counted
        and (is_critical or is_high)
        and not is_false_positive
        and not is_accepted_with_approval
),

limited as (
    select
        findings.record_id,
        findings.is_remediated,
        findings.remediated_at,
        {{ add_hours(
            'findings.first_seen_at',
            'case when findings.is_critical then parameters.critical_limit_hours'
            ~ ' else parameters.high_limit_hours end'
        ) }} as limit_ends_at,
        findings.load_id
    from findings
    cross join parameters
),

dated as (
    select
        record_id,
        {{ local_date('limit_ends_at') }} as limit_end_date,
        case
            when is_remediated and remediated_at <= limit_ends_at then 1
            else 0
        end as in_time_count,
        load_id
    from limited
),

final as (
    select
        'dhcw_kpi_oe04' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        limit_end_date as part_date,
        cast(sum(in_time_count) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from dated
    group by limit_end_date
)

select * from final
