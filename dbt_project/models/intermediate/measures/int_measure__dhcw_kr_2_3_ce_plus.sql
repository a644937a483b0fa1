with measure_periods as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_2_3_ce_plus'
),

certified_periods as (
    select * from {{ ref('int_certified_periods') }}
),

first_certificates as (
    select * from {{ ref('int_first_certificates') }}
),

deadlines as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        deadline_date
    from {{ ref('int_trajectories') }}
),

-- Up to the deadline silence says nothing. A certificate that came later says that
-- there was none before it, one that has ended that there is none any more.
said as (
    select
        measure_periods.measure_id,
        measure_periods.period_end_date,
        certified_periods.period_id is not null as is_certified,
        coalesce(certified_periods.load_id, first_certificates.load_id) as load_id
    from measure_periods
    inner join first_certificates
        using (measure_id, organisation_unit_id)
    left join certified_periods
        using (measure_id, organisation_unit_id, period_id)
    left join deadlines
        using (measure_id, organisation_unit_id, period_id)
    where
        measure_periods.period_end_date >= first_certificates.awarded_on_date
        or measure_periods.period_end_date > deadlines.deadline_date
),

final as (
    select
        measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        period_end_date as part_date,
        cast(case when is_certified then 1 else 0 end as {{ type_decimal() }})
            as numerator,
        cast(1 as {{ type_decimal() }}) as denominator,
        load_id
    from said
)

select * from final
