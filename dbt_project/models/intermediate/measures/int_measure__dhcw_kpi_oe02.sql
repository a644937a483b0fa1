-- An incident may name a change by its id or by its number.
with causes as (
    select distinct caused_by
    from {{ ref('int_incidents_judged') }}
    where is_counted and caused_by != '' and opened_date <= {{ as_of() }}
),

changes as (
    select
        change_id,
        record_id,
        implemented_date,
        is_closed_successful,
        load_id
    from {{ ref('int_changes_judged') }}
    where is_counted and is_implemented and is_planned
),

outcomes as (
    select
        record_id,
        implemented_date,
        case
            when
                is_closed_successful
                and change_id not in (select causes.caused_by from causes)
                and record_id not in (select causes.caused_by from causes)
                then 1
            else 0
        end as success_count,
        load_id
    from changes
),

final as (
    select
        'dhcw_kpi_oe02' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        implemented_date as part_date,
        cast(sum(success_count) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from outcomes
    group by implemented_date
)

select * from final
