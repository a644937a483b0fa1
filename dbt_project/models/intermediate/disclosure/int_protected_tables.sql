with sums_compared as (
    select * from {{ ref('int_table_sums_compared') }}
),

complements_compared as (
    select * from {{ ref('int_table_complements_compared') }}
),

windows_compared as (
    select * from {{ ref('int_windows_compared') }}
),

judged as (
    select
        measure_id,
        period_id,
        case when is_few then 'few' when not is_safe then 'table' end as units_reason,
        cast(null as {{ dbt.type_string() }}) as total_reason
    from sums_compared
    union all
    select
        measure_id,
        period_id,
        case when not is_safe then 'table' end as units_reason,
        cast(null as {{ dbt.type_string() }}) as total_reason
    from complements_compared
    union all
    select
        measure_id,
        period_id,
        case when not is_unit_safe then 'window' end as units_reason,
        case when not is_total_safe then 'window' end as total_reason
    from windows_compared
),

-- All units of a table or none: which of them were left out would tell something too.
final as (
    select
        measure_id,
        period_id,
        min(units_reason) as units_reason,
        min(total_reason) as total_reason
    from judged
    group by measure_id, period_id
)

select * from final
