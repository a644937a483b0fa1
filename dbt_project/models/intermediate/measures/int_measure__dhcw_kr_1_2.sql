with finishes as (
    select
        record_id,
        occurred_date,
        took_seconds,
        load_id
    from {{ ref('int_booking_events_judged') }}
    where is_counted and is_finish
),

final as (
    select
        'dhcw_kr_1_2' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        occurred_date as part_date,
        cast(sum(took_seconds) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from finishes
    group by occurred_date
)

select * from final
