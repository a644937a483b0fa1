with ledger_lines as (
    select
        record_id,
        accounting_date,
        amount_gbp,
        load_id
    from {{ ref('int_ledger_lines_judged') }}
    where is_counted and is_digital_operating_cost
),

transactions as (
    select
        record_id,
        completed_date,
        load_id
    from {{ ref('int_transactions_judged') }}
    where is_counted and is_digital and completed_date is not null
),

parts as (
    select
        accounting_date as part_date,
        amount_gbp as cost_gbp,
        0 as transaction_count,
        load_id
    from ledger_lines
    union all
    select
        completed_date as part_date,
        0 as cost_gbp,
        1 as transaction_count,
        load_id
    from transactions
),

final as (
    select
        'dhcw_kpi_fn02' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        part_date,
        cast(sum(cost_gbp) as {{ type_decimal() }}) as numerator,
        cast(sum(transaction_count) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from parts
    group by part_date
)

select * from final
