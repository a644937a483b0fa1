with transactions as (
    select
        record_id,
        completed_date,
        is_digital,
        load_id
    from {{ ref('int_transactions_judged') }}
    where is_counted and completed_date is not null
),

final as (
    select
        'dhcw_kpi_ps04' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        completed_date as part_date,
        cast(sum(case when is_digital then 1 else 0 end) as {{ type_decimal() }})
            as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from transactions
    group by completed_date
)

select * from final
