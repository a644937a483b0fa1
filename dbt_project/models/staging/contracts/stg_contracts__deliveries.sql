with deliveries as (
    select * from {{ source('contracts', 'deliveries') }}
),

final as (
    select
        delivery_id,
        contract_id,
        delivered_on as delivered_text,
        amount as amount_text,
        {{ parse_decimal('amount') }} as amount_gbp,
        {{ is_swept_away('delivery_id', source('contracts', 'deliveries__keys')) }}
            as is_deleted,
        {{ is_latest_version('delivery_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('delivered_on') }} as delivered_date,
        _load_id as load_id
    from deliveries
)

select * from final
