with parts as (
    select
        record_id,
        due_date as part_date,
        0 as delivered_gbp,
        amount_gbp as contracted_gbp,
        load_id
    from {{ ref('int_contracted_values_judged') }}
    where is_counted and is_of_major_contract
    union all
    select
        record_id,
        delivered_date as part_date,
        amount_gbp as delivered_gbp,
        0 as contracted_gbp,
        load_id
    from {{ ref('int_contract_deliveries_judged') }}
    where is_counted and is_of_major_contract
),

final as (
    select
        'dhcw_kpi_fn04' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        part_date,
        cast(sum(delivered_gbp) as {{ type_decimal() }}) as numerator,
        cast(sum(contracted_gbp) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from parts
    group by part_date
)

select * from final
