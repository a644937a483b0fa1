{{ config(meta={"dagster": {"ref": {"name": "int_measures_computed"}}}) }}

select
    measure_periods.measure_id,
    measure_periods.organisation_unit_id,
    measure_periods.period_id,
    count(computed.measure_id) as row_count
from {{ ref('int_measure_periods') }} as measure_periods
left join {{ ref('int_measures_computed') }} as computed
    on
        measure_periods.measure_id = computed.measure_id
        and measure_periods.organisation_unit_id = computed.organisation_unit_id
        and measure_periods.period_id = computed.period_id
where
    measure_periods.measure_id in (
        select implementations.measure_id
        from {{ ref('int_catalogue_implementations') }} as implementations
        where implementations.implementation_status = 'computed'
    )
    and exists (
        select 1
        from {{ ref('stg_ledger__loads') }} as loads
        where loads.source = 'servicenow'
    )
group by
    measure_periods.measure_id, measure_periods.organisation_unit_id,
    measure_periods.period_id
having count(computed.measure_id) != 1
