{{ config(meta={"dagster": {"ref": {"name": "int_measures_computed"}}}) }}

-- Of the measures whose tables all brought a row; one that awaits data may be silent.
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
        select measure_tables.measure_id
        from {{ ref('stg_reference__measure_tables') }} as measure_tables
    )
    and not exists (
        select 1
        from {{ ref('stg_reference__measure_tables') }} as measure_tables
        where
            measure_periods.measure_id = measure_tables.measure_id
            and not exists (
                select 1
                from {{ ref('stg_ledger__loads') }} as loads
                where
                    measure_tables.source = loads.source
                    and measure_tables.table_name = loads.table_name
                    and loads.row_count > 0
            )
    )
    and measure_periods.measure_id not in (
        select silences.measure_id
        from {{ ref('stg_reference__measure_parameters') }} as silences
        where silences.parameter = 'silence' and silences.value = 'awaits_data'
    )
group by
    measure_periods.measure_id, measure_periods.organisation_unit_id,
    measure_periods.period_id
having count(computed.measure_id) != 1
